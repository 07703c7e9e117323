"""Who may enter and what is let in.

guard           limits on requests, headers of responses      sessions   who is signed in
authentication  turns away who must sign in first             throttle   locks sign-in after wrong passwords
questions       which questions are taken                     chat_queue the way into Gradio's queue
connections     bounded, none idle                            chat_requests  what Gradio's script sends
proxies         which addresses are proxies                   programs, rate_limit  calls of other programs
"""
