"""Given names that begin a sentence, or stand without a capital letter after a cue.

The commonest in Sweden, without those that are also everyday words at the beginning of a sentence
(Hans, Per, Bo, Björn). In the middle of a sentence every capital letter counts, listed or not.
"""

_LISTED = """
abdullah adam agneta agnes ahmed aisha albin alexander alexandra alfred ali alice alicia alma
alva amanda amina anders andreas anette angelica anita ann anna annika anneli anton arne
arvid astrid august axel barbro beatrice bengt benjamin berit bertil birgit birgitta britt
britta camilla carina carl carolina caroline casper cecilia charlotte christer christian
christina christoffer claes daniel david dennis ebba edvin elias elin elina elisabet
elisabeth ella ellen elsa elvira emelie emil emilia emma erik erika ester eva evelina fatima
felicia felix filip filippa folke frank fredrik frida fritz gabriel georg gerd gertrud gun
gunilla gunnar gunnel gustaf gustav göran görel göta hampus hanna hannah hassan hedvig helena
helene henrik henry hilda hjalmar håkan ibrahim ida inga ingegerd ingela inger ingmar ingrid
ingvar irene irma isabella isak ivar jakob jan janne jennifer jenny jens jesper jessica joakim
johan johanna johannes john jonas jonathan josef josefin josefine julia kaj kajsa karin karl
karolina katarina kenneth kerstin kevin kjell klas kristian kristina kristoffer kurt lars
lasse leif lena lennart leo liam lilian lilly linda linnea linnéa lisa lisbeth lotta louise
lova lovisa lucas ludvig lukas maj maja malin margareta margit maria mariam marianne marie
marta markus martin mathias mats matilda mattias melker mia mikael milla mohamed mohammed
moa mona monica monika muhammad märta nathalie nils nina noah nora ola olga olivia olle olof
omar oscar oskar ove patrik paul peter petra pernilla pia rasmus rebecka robert robin roger
roland rolf ronny rune sandra sanna sara sebastian signe sigrid simon siv sofia sofie stefan
stina sture sune susanne susanna svante sven sören theodor therese thomas tina tobias tomas
tommy tora torbjörn tore torsten tyra ulf ulla ulrika urban valter vendela vera vidar viktor
viktoria vilgot vilhelm vilma vincent viola wilhelm william yasmin yngve yvonne zahra åke åsa
örjan östen
"""
GIVEN_NAMES = frozenset(_LISTED.split())
