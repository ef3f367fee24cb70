"""Links: web and e-mail addresses in a text, each one token and never words."""

import regex

from analysis.files import bundled, read_toml

ENDINGS = read_toml(bundled("seeds", "lexicons", "links.toml"))
SIGN = r"[[\p{L}\p{M}\p{N}\-]--\p{Han}]"  # of a host's name
OUTSIDE = r"""\s\p{Han}\x1c-\x1f<>"“”„«»「」『』（）《》，。；：！？、…"""
REST = rf"[^{OUTSIDE}]*(?<![.,;:!?'’)\]}}*_~])"  # an address does not end in one of these
LONG, SHORT = ("|".join(one for one in ENDINGS["domains"] if (len(one) > 2) is long) for long in (True, False))
LINK = regex.compile(
    rf"""(?<![[\p{{L}}\p{{M}}\p{{N}}._%+@\-]--\p{{Han}}])(?:
      (?i:https?|ftps?)://{REST}(?<!/)/?
    | (?i:www)\.(?={SIGN}){REST}
    | (?i:mailto:)?[{SIGN}._%+]++@{SIGN}++(?:\.{SIGN}++)+
    | (?:{SIGN}++\.)*?{SIGN}++\.(?:(?i:{LONG})(?:\.(?:{SHORT}))?|(?<={SIGN}{{2}}\.)(?:{SHORT}))
      (?!{SIGN})(?:[:/?\#]{REST})?
    | (?:{SIGN}++\.)+?[a-z]{{2}}/(?={SIGN}){REST})""",
    regex.VERBOSE | regex.VERSION1,
)
