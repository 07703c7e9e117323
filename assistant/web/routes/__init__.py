"""What is served at which address, a module a page: each takes the service and lists its routes.

home            asking beside reading                 start            an introduction to a text
reading         one edition, to read and download     short_addresses  /res-71/2022/council-2, QR codes
duties          who is told to do what                duty_exports     its files and calendars
comparing       two texts side by side                references       who cites whom
concordance     a phrase over all texts               drafting         adopted language for a draft
conversations   a person's conversations, verdicts    library          the texts, and what curators do
sign_in         signing in and out                    health           alive, ready
errors          pages for refusals and faults
"""
