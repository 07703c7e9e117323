"""What requests may cost: how often a client may ask, how much is made at once, how much waits to be sent.

    bounds      places for what is made, bytes that are not received yet, responses in pieces
    costs       what a request costs; the routes say it
    layer       the ASGI layer that does all this

Questions have their own limits (`security/questions.py`) and wait for nothing here.
"""
