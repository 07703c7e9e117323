"""The chat, in Gradio, which nothing outside this folder knows: README.md."""
