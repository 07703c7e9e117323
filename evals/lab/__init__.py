"""What is run by hand: experiments, and what they need. Their results are in NOTES.md."""
