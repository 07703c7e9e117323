"""Who may enter and what is let in.

guard           limits on requests, headers of responses      sessions   who is signed in
authentication  turns away who must sign in first             throttle   locks sign-in after wrong passwords
questions       which questions are taken                     chat_queue the way into Gradio's queue
connections     bounded, none idle                            chat_requests  what Gradio's script sends
clients         whom a request counts for                     networks   which addresses count as one
rate_limit      how often a client may do something           programs   calls of other programs
proxies         which addresses are proxies
"""
