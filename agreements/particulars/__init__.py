"""The forms that ask for what is particular to one agreement: who, where, how and when."""
