"""Nouns by class. An irregular plural stands after a slash; everything else follows the rule."""

from __future__ import annotations

VESSELS = "kettle pot pan cup jug bowl bottle jar plate mug teapot bucket tray basin barrel vase"
TOOLS = "hammer saw spade rake brush broom ladder rope needle basket knife/knives spoon axe hook shovel fork"
FURNITURE = "table chair bench bed desk shelf/shelves cupboard stool mirror clock chest cradle stove lamp bookcase sofa"
CLOTHES = "coat hat scarf/scarves glove boot shirt dress jacket belt shoe sock apron cap sweater cloak waistcoat skirt"
TEXTILES = "blanket sheet towel curtain cushion pillow rug tablecloth flag sail quilt sack"
PAPERS = "letter book map picture postcard newspaper notebook ticket poem photograph diary/diaries poster envelope list"
INSTRUMENTS = "drum flute violin piano guitar trumpet bell whistle fiddle harp"
TOYS = "kite doll ball puppet puzzle marble balloon rocket sledge hoop"
TREASURES = (
    "key coin ring shell pebble feather candle lantern purse box watch/watches necklace comb umbrella suitcase pin bead compass"
    " locket medal button ribbon telescope"
)
VEHICLES = "boat cart bicycle wagon tractor raft truck wheelbarrow canoe carriage"
PARTS = "gate door fence roof wall window shed chimney floor hut stable bridge"
FRUITS = "apple pear plum cherry/cherries orange peach/peaches lemon melon fig apricot"
VEGETABLES = "onion carrot potato/potatoes tomato/tomatoes cabbage leek turnip mushroom bean pea beetroot pumpkin"
BAKED = "cake pie loaf/loaves bun biscuit pancake tart pudding muffin"
MASSES = "bread cheese butter milk honey sugar salt flour rice jam cream oil pepper vinegar cinnamon ginger parsley garlic"
DISHES = "soup stew pie cake pudding salad pancake omelette sauce porridge bread jam"
FLOWERS = "rose tulip daisy/daisies lily/lilies violet poppy/poppies sunflower bluebell orchid fern"
TREES = "oak willow elm pine birch/birches beech/beeches maple chestnut"
FARM = "dog cat horse cow goat sheep/sheep hen duck goose/geese pig donkey pony/ponies rabbit calf/calves lamb"
WILD = (
    "fox/foxes wolf/wolves bear mouse/mice owl crow frog hare squirrel hedgehog swan otter badger sparrow deer/deer"
    " tortoise beaver eagle lion monkey heron snail raven rat"
)
ROLES = (
    "baker farmer teacher doctor sailor painter carpenter tailor gardener miller shepherd fisherman/fishermen postman/postmen"
    " librarian cook blacksmith clerk driver nurse musician hunter merchant soldier judge captain mayor potter cobbler weaver"
)
FIXTURES = (
    "bench door shelf table stove wall barrel hedge ladder staircase stump rock cupboard window rug bush/bushes curtain chair haystack"
    " trough pillar log piano bed sink cart basket crate"
)
