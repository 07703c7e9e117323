"""Labels that people type → provisions: ITU, United Nations, treaties."""
