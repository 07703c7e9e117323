"""For drafters: adopted language, duties, quotations, files to take away."""
