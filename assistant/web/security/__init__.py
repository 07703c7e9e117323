"""Who may enter and what is let in.

guard           limits on requests, headers of responses, calls of other programs
authentication  turns away who must sign in first             sessions   who is signed in
questions       what the chat asks for, which questions are taken
clients         whom a request counts for, how often it may ask, how often a password may be wrong
connections     bounded, none idle
"""
