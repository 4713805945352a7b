"""What one needs for a chore: verbs and the tools that go with them."""
# ruff: noqa: E501 (a frame or a list is easiest to read on one line)

from __future__ import annotations

TOOLS_FOR = """
paint varnish colour draw decorate sketch print oil: brush bucket ladder apron sponge bowl pencil
mend repair build rebuild nail frame remove replace assemble dismantle install adjust hang straighten: hammer saw ladder drill wrench chisel ruler box
wash scrub rinse soak polish dust bathe sweep wipe dry tidy: bucket brush sponge basin towel broom mop tub
cut chop slice peel carve trim prune harvest sharpen grate crack: knife axe saw sickle bowl basket board
cook boil fry roast stir warm serve bake toast mash grill pickle chill pour heat beat taste squeeze: spoon pan pot bowl apron fork sieve jug
sew knit weave stuff stitch patch hem embroider shorten iron fold unfold: needle basket ribbon lamp thimble ruler
plant water bury rake pick gather weed sniff pluck: spade shovel rake bucket basket trowel hook
read write copy sign translate recite memorise rehearse study publish trace count label sort seal print: lamp candle pencil notebook pen ruler
carry move load push pull lift drag roll stack store tow pack unpack wrap park: rope cart wheelbarrow sack trolley glove
feed brush milk lead chase catch saddle shear herd cuddle stroke train tame follow rescue pet groom guard hunt: rope basket whistle brush bucket blanket
search inspect examine test watch open unlock lock hide display measure: lantern ladder telescope candle torch ruler rope
steer launch anchor hoist lower untie untangle tie ride hold: rope hook lantern glove whistle helmet
"""
ANY_TOOL = "basket bucket rope lamp glove apron box notebook blanket ladder"
