"""For drafters: adopted language, duties, quotations, exports."""
