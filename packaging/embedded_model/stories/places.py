"""Places with the preposition each of them takes."""
# ruff: noqa: SIM905 (word lists read best as running text)

from __future__ import annotations

ROOMS = (
    "in kitchen,in cellar,in library,in attic,in workshop,in hall,in bedroom,in office,in parlour,"
    "in classroom,in pantry,in laundry,in nursery,in studio,in bathroom,in cloakroom,in ballroom,"
    "in basement,in lounge,in corridor"
)
BUILDINGS = (
    "in barn,in church,in museum,in theatre,in school,in shop,in bakery,in hospital,in stable,"
    "in greenhouse,in castle,in tower,in cottage,in inn,in hut,in palace,in hotel,in dairy,in smithy,"
    "in chapel,at mill,at station,at market,at farm,at lighthouse,at windmill,at ferry,in restaurant,"
    "in bank,in cinema,in factory,in garage,in gallery,in bookshop,in monastery,in temple,"
    "in warehouse,in brewery,in pharmacy,at airport,at hostel"
)
OUTDOORS = (
    "in garden,in forest,in orchard,in meadow,in valley,in village,in town,in cave,in park,in courtyard,"
    "in square,in field,in vineyard,in desert,in marsh,at harbour,at crossroads,at fountain,at quarry,"
    "at camp,at lake,on bridge,on hill,on beach,on island,on shore,on cliff,on path,on mountain,on pier,"
    "on road,on platform,on terrace,by river,by pond,by stream,by sea,by waterfall,by canal,by well,"
    "in jungle,in playground,in churchyard,in alley,in canyon,at zoo,at stadium,in pasture,on dune,"
    "in glade,on ridge,by reservoir,by lagoon,by volcano,by glacier,by bay"
)

# places where both kinds of chore can be done
ANYWHERE = frozenset("farm cottage village town camp castle mill inn courtyard terrace hut dairy windmill".split())
