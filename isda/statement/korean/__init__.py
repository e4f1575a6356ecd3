"""Korean for what people read: sentences, steps, findings.

The program speaks English; a catalogue has each of its sentences with gaps, and the Korean one
with the same gaps. A text is looked up by its shape, and what stands in its gaps is looked up
in turn. What is in no catalogue stays as it is: names, amounts, codes.
"""
