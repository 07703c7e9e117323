"""Who may enter and what is let in.

guard           limits on requests, headers of responses      sessions   who is signed in
authentication  turns away who must sign in first             throttle   locks sign-in after wrong passwords
"""
