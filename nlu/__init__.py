"""Understanding of Darija in two scripts, Arabic and French, as Rasa components."""
