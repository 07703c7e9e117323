"""What requests may cost: how often a client may ask, how much is made at once, how much waits to be sent.

    bounds      places for what is made, bytes that are not received yet, responses in pieces
    layer       what each route costs, and the ASGI layer that does all this

Questions have their own limits (`security/questions.py`) and wait for nothing here.
"""
