"""An answer in other words: a language model words it, code checks every sentence against its clause.

prompt     an answer → what a model is told, its clauses as [c1] … [c8]; the words are in prompt.txt
reading    what a model wrote → sentences, each with its tokens
contract   a sentence → a claim that stands, or why it does not
objections what speaks against a sentence
composing  claims that stand → the answer in which they take the place of the clauses' own words
breaker    what failed a moment ago is not asked again
asking     when a model is asked, for how long, and what is said when nothing comes of it
"""

from assistant.language_model.wording.asking import Worded, Wording, open_wording

__all__ = ["Worded", "Wording", "open_wording"]
