"""Who may enter and what is let in.

guard           limits on requests, headers of responses      sessions   who is signed in
authentication  turns away who must sign in first             throttle   locks sign-in after wrong passwords
questions       which questions are taken                     chat_queue the way into Gradio's queue
connections     bounded, none idle                            programs   calls of other programs
clients         whom a request counts for                     networks   which addresses count as one
rate_limit      how often a client may do something
"""
