"""PDF → what is printed where: characters, fonts, positions; ingest/layout makes paragraphs of it."""
