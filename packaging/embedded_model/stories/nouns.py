"""Nouns by class. An irregular plural stands after a slash; everything else follows the rule."""

from __future__ import annotations

VESSELS = (
    "kettle pot pan cup jug bowl bottle jar plate mug teapot bucket tray basin barrel vase pitcher "
    "flask saucer bin dish/dishes tub pail"
)
TOOLS = (
    "hammer saw spade rake brush broom ladder rope needle basket knife/knives spoon axe hook shovel "
    "fork chisel drill sieve ruler file mop trowel funnel sickle mallet sponge pencil wrench/wrenches"
)
FURNITURE = (
    "table chair bench bed desk shelf/shelves cupboard stool mirror clock chest cradle stove lamp "
    "bookcase sofa wardrobe armchair dresser easel hammock trunk"
)
CLOTHES = (
    "coat hat scarf/scarves glove boot shirt dress jacket belt shoe sock apron cap sweater cloak "
    "waistcoat skirt blouse bonnet collar mitten slipper sandal vest shawl helmet sash/sashes robe hood"
)
TEXTILES = (
    "blanket sheet towel curtain cushion pillow rug tablecloth flag sail quilt sack carpet napkin "
    "handkerchief net tent banner veil mat"
)
PAPERS = (
    "letter book map picture postcard newspaper notebook ticket poem photograph diary/diaries poster "
    "envelope list magazine menu calendar recipe sketch/sketches song receipt atlas/atlases "
    "dictionary/dictionaries novel comic leaflet"
)
INSTRUMENTS = (
    "drum flute violin piano guitar trumpet bell whistle fiddle harp cello accordion organ tambourine "
    "banjo clarinet horn lute"
)
TOYS = "kite doll ball puppet puzzle marble balloon rocket sledge hoop robot mask crown sword swing"
TREASURES = (
    "key coin ring shell pebble feather candle lantern purse box watch/watches necklace comb umbrella "
    "suitcase pin bead compass locket medal button ribbon telescope wallet torch/torches magnet "
    "bracelet pearl crystal chain thimble amulet goblet statue globe fossil jewel trophy/trophies badge "
    "pen candlestick"
)
VEHICLES = (
    "boat cart bicycle wagon tractor raft truck wheelbarrow canoe carriage van scooter ship trolley yacht barge caravan"
)
PARTS = "gate door fence roof wall window shed chimney floor hut stable bridge ceiling balcony/balconies barn pump"
FRUITS = (
    "apple pear plum cherry/cherries orange peach/peaches lemon melon fig apricot grape mango "
    "raspberry/raspberries strawberry/strawberries quince banana walnut almond blackberry/blackberries"
)
VEGETABLES = (
    "onion carrot potato/potatoes tomato/tomatoes cabbage leek turnip mushroom bean pea beetroot "
    "pumpkin cucumber radish/radishes parsnip lentil olive artichoke marrow"
)
BAKED = (
    "cake pie loaf/loaves bun biscuit pancake tart pudding muffin waffle scone doughnut pretzel cracker "
    "dumpling cookie sandwich/sandwiches"
)
MASSES = (
    "bread cheese butter milk honey sugar salt flour rice jam cream oil pepper vinegar cinnamon ginger "
    "parsley garlic yoghurt mustard mint basil thyme cocoa syrup vanilla cider dill saffron nutmeg "
    "paprika marmalade broth"
)
DISHES = "soup stew pie cake pudding salad pancake omelette sauce porridge bread jam"
FLOWERS = (
    "rose tulip daisy/daisies lily/lilies violet poppy/poppies sunflower bluebell orchid fern daffodil "
    "carnation marigold snowdrop primrose thistle clover buttercup peony/peonies crocus/crocuses "
    "geranium"
)
TREES = (
    "oak willow elm pine birch/birches beech/beeches maple chestnut cedar ash/ashes poplar "
    "cypress/cypresses hazel spruce yew alder"
)
FARM = (
    "dog cat horse cow goat sheep/sheep hen duck goose/geese pig donkey pony/ponies rabbit calf/calves "
    "lamb ox/oxen mule turkey kitten puppy/puppies foal rooster parrot camel bull"
)
WILD = (
    "fox/foxes wolf/wolves bear mouse/mice owl crow frog hare squirrel hedgehog swan otter badger "
    "sparrow deer/deer tortoise beaver eagle lion monkey heron snail raven rat mole bat hawk crab "
    "turtle lizard spider beetle ant bee moth weasel stork pigeon wren whale elephant zebra giraffe "
    "leopard tiger panda dove magpie lynx/lynxes pelican toad grasshopper"
)
ROLES = (
    "baker farmer teacher doctor sailor painter carpenter tailor gardener miller shepherd "
    "fisherman/fishermen postman/postmen librarian cook blacksmith clerk driver nurse musician hunter "
    "merchant soldier judge captain mayor potter cobbler weaver plumber singer dancer poet writer pilot "
    "dentist waiter butcher florist barber scientist printer student architect actor artist builder "
    "beekeeper lawyer mechanic drummer guide priest banker grocer joiner"
)
NATURE = "log egg nut nail stone board brick wheel crate hinge weed/weeds acorn cone leaf/leaves branch/branches"
DISHES_SERVED = "soup stew porridge sauce salad omelette"
WOODEN_OK = (
    "bowl barrel bucket tray spoon rake broom ladder fork table chair bench bed desk shelf cupboard "
    "stool chest cradle bookcase box comb button whistle flute gate door fence hut shed bridge floor "
    "wagon cart wheelbarrow sledge raft boat canoe puppet doll hoop bead spade"
)
METAL_OK = (
    "kettle pot pan cup jug bowl plate mug teapot bucket tray basin vase spade shovel fork spoon hook "
    "key coin ring lantern box watch comb compass locket medal button whistle bell gate lamp bridge "
    "stove chest axe hammer knife trumpet telescope"
)
INDOOR_FIXTURES = (
    "bench door shelf table stove wall barrel ladder staircase cupboard window rug curtain chair "
    "pillar piano bed basket crate desk mirror clock sofa stool lamp chest"
)
OUTDOOR_FIXTURES = (
    "bench wall barrel hedge ladder stump rock bush log haystack trough cart crate tree fence gate "
    "pump ditch willow stone tent"
)
