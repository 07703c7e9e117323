"""What requests may cost: how often a client may ask, how much is made at once, how much waits to be sent.

    costs       what each route costs                 kept        files that were made once
    places      how many are made at once             sending     responses in pieces
    layer       the ASGI layer that does all this, and counts requests

Questions have their own limits (`security/questions.py`) and wait for nothing here.
"""
