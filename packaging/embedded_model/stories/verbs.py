"""Verbs: irregular forms, doubling, and which verb goes with which nouns, so that clauses make sense."""
# ruff: noqa: SIM905 (word lists read best as running text)

from __future__ import annotations

# base past participle; the other forms follow the rule
IRREGULAR = """
beat beat beaten|build built built|burn burnt burnt|buy bought bought|catch caught caught
choose chose chosen|creep crept crept|cut cut cut|dig dug dug|draw drew drawn|eat ate eaten|feed fed fed
hang hung hung|hide hid hidden|hold held held|lead led led|lend lent lent|light lit lit|make made made
read read read|rebuild rebuilt rebuilt|ride rode ridden|run ran run|sell sold sold|send sent sent
sew sewed sewn|shake shook shaken|shear sheared shorn|show showed shown|sing sang sung
sleep slept slept|sweep swept swept|swim swam swum|throw threw thrown|wear wore worn
weave wove woven|wind wound wound|write wrote written
"""
DOUBLING = "chop drag hem hum jog knit label pet scrub skip stir travel trim trot wrap"

# verb: nouns it can act on in a chore; $class names a class of nouns.py
CHORES = """
paint: gate fence door shed wall chair boat bench cupboard shelf table window hut wagon
mend: fence roof chair coat boot kite gate sock bicycle cart clock bucket ladder sail drum chimney doll umbrella
wash: window cup plate shirt blanket curtain apron towel cart floor bottle sheet bowl jug
polish: mirror lamp boot spoon bell table trumpet medal coin kettle shoe
fold: blanket sheet towel shirt letter map tablecloth flag
sweep: floor hut stable bridge chimney
feed: $FARM
brush: horse dog cat donkey pony goat calf
plant: $FLOWERS $TREES
trim: $TREES rose
write: letter poem list postcard
read: letter book map newspaper diary poem notebook
bake: $BAKED
eat: $BAKED $FRUITS
make: kite puppet basket candle/ cake doll flag omelette drum
taste: $BAKED $FRUITS
carry: basket bucket ladder box chair sack lantern suitcase drum chest barrel table
hang: picture curtain lantern mirror coat bell map flag
light: lamp candle lantern stove
build: wall hut shed raft sledge bench bookcase fence bridge cart
sew: curtain dress shirt apron cushion flag skirt quilt
knit: scarf glove sock sweater cap blanket
iron: shirt sheet dress tablecloth apron skirt
measure: table window door rope floor wall curtain
lock: door shed gate chest suitcase cupboard box
open: window gate box envelope door cupboard suitcase bottle
close: window gate door book box shed umbrella
fill: kettle bucket bottle jug jar basket vase barrel sack mug
empty: bucket sack basket box barrel jar cupboard
load: cart wagon truck boat wheelbarrow raft
move: table bench bed desk sofa piano cupboard bookcase
dust: shelf mirror piano picture bookcase clock lamp
wrap: box vase doll cake book necklace
buy: $VESSELS $TOOLS $CLOTHES
sell: $VESSELS $FURNITURE $TOYS cart boat
borrow: $TOOLS $INSTRUMENTS
repair: $VEHICLES clock watch whistle telescope
tune: piano guitar violin fiddle harp
draw: map picture horse owl bridge
copy: letter map poem list picture
send: letter postcard box book photograph
hide: $TREASURES
count: coin/ apple/ sack/ bottle/ candle/ sheep/ book/ bean/
peel: potato/ apple/ carrot/ onion/ orange/
chop: carrot/ onion/ mushroom/ leek/ log/ cabbage/
pick: apple/ plum/ cherry/ pear/ rose/ daisy/ bean/ tomato/ fig/
sort: button/ bead/ letter/ shell/ book/ coin/ sock/
stack: log/ box/ chair/ plate/ crate/ sack/ basket/
gather: feather/ shell/ acorn/ mushroom/ pebble/ violet/ egg/
scrub: floor table pan pot basin barrel bench
cover: boat cart table cake barrel bed
tie: boat goat donkey rope ribbon sack
shake: rug blanket tablecloth cushion sack
dry: cup plate towel boot coat bowl
water: rose fern tulip sunflower lily orchid violet
choose: $TOYS $CLOTHES
sharpen: axe knife saw spade
weave: basket rug blanket curtain scarf
carve: spoon whistle horse bowl doll flute
roll: barrel rug log/ ball
drag: sack log sledge chest crate
push: cart wheelbarrow wagon piano
pull: cart sledge wagon rope weed/
inspect: roof boat bridge chimney gate fence
play: $INSTRUMENTS
beat: rug drum egg/
boil: egg/ potato/ bean/ carrot/
fry: egg/ mushroom/ onion/ potato/
roast: apple/ potato/ nut/ onion/ pumpkin
slice: lemon/ tomato/ loaf cake pear/
squeeze: lemon/ orange/
crack: nut/ egg/
milk: cow goat
lead: horse goat donkey cow pony calf lamb
chase: hen goose pig cat duck
catch: hen goose pony lamb rabbit
saddle: horse pony donkey
frame: picture map photograph poster
sign: letter list poster
seal: envelope jar letter bottle
deliver: letter newspaper box basket
unpack: suitcase basket box crate
pack: suitcase box chest crate
label: jar/ bottle/ box/ crate/
weigh: pumpkin melon sack apple/ potato/ coin/
rinse: cup/ bottle/ bowl/ jug
soak: bean/ shirt sheet towel
stuff: cushion pillow doll
collect: ticket/ coin/ shell/ feather/ pebble/ acorn/
decorate: cake table wagon window
wind: clock watch
lift: barrel table crate log chest
store: apple/ potato/ onion/ candle/ pumpkin/
test: bridge rope boat ladder raft sledge
rebuild: wall shed bridge chimney stable
tidy: desk shelf cupboard shed
search: cupboard chest shed suitcase stable
guard: gate bridge sheep/ chest
rescue: $FARM
warm: soup bun stew pie
stir: soup porridge stew sauce
varnish: chair table door violin desk
oil: hinge/ wheel/ gate bicycle clock
steer: boat raft canoe tractor
ride: horse bicycle pony donkey
hold: ladder rope lantern lamb
watch: hen/ sheep/ boat/ swan/ owl
show: photograph map medal picture
lend: $TOOLS
throw: ball pebble/ hoop rope
kick: ball bucket
untie: boat goat donkey sack rope
unlock: door shed gate chest cupboard
wear: $CLOTHES
remove: nail/ stone/ weed/ board
replace: window board/ roof brick/
cut: rope ribbon loaf cake
trace: map letter picture
hunt: rat/ fox hare
tame: fox owl raven squirrel deer
follow: fox deer hare swan
study: map book poster beaver
pluck: goose hen harp
bury: box acorn/ bottle
cook: soup stew porridge omelette/ bean/
serve: soup cake pudding pie salad
share: cake pie loaf biscuit/ bun/ apple/
toast: bun/ loaf muffin/
nail: board/ hook
climb: ladder oak wall fence birch
print: poster/ newspaper ticket/ book
colour: picture map poster egg/
harvest: pumpkin/ potato/ bean/ pear/
prune: rose birch willow
admire: $FLOWERS
mash: potato/ bean/ banana/ pumpkin
grill: tomato/ mushroom/ sandwich/
pickle: onion/ cucumber/ cabbage/ beetroot/
chill: pudding melon salad
pour: soup sauce
grate: carrot/ lemon/ radish/
sniff: $FLOWERS
stitch: quilt shirt glove banner
patch: sail tent coat jacket quilt
hem: skirt curtain dress
embroider: cushion handkerchief napkin blouse
unroll: carpet rug map banner
unfold: letter map sheet tent
shorten: skirt rope dress curtain
sketch: swan horse bridge ship tiger
translate: letter poem novel recipe
publish: poem novel magazine
recite: poem/
memorise: poem list song recipe
rehearse: song
burn: letter list log/ branch/
heat: kettle stove pan
straighten: picture mirror rug collar
assemble: bookcase robot wardrobe
dismantle: tent shed bicycle clock
install: lamp stove mirror pump
adjust: clock telescope mirror
launch: boat raft kite ship
anchor: boat barge raft yacht
park: van tractor truck caravan
tow: van truck caravan barge
fasten: belt button collar helmet
untangle: rope net kite
hoist: flag sail banner
lower: flag sail ladder
tighten: belt rope drum
shear: sheep/ lamb
herd: goat/ sheep/ cow/
cuddle: puppy kitten lamb rabbit
stroke: cat kitten donkey horse
train: dog puppy pony parrot
bathe: dog pony puppy
rake: leaf/
pet: dog cat goat
examine: fossil crystal beetle map coin
display: trophy statue medal picture
wipe: table dish/ shelf window
squash: grape/ banana/
nibble: carrot biscuit radish cookie
"""

INTRANSITIVE = (
    "sing dance swim rest sleep read write draw cook paint play work wait listen laugh dream whistle "
    "hum fish study practise shout whisper skate camp dig bake sew knit shiver smile pray juggle "
    "argue giggle snore yawn sneeze exercise gossip relax paddle daydream meditate sunbathe doze "
    "chatter grumble cheer wink frown sigh"
)
MOVES = (
    "walk run hurry rush wander stroll march return dash skip race trot hike climb travel creep drift "
    "sneak tiptoe stagger stumble gallop jog scurry trudge ramble"
)

# chores that belong outside, and chores that belong under a roof
OUTSIDE = frozenset(
    (
        "anchor build bury catch chase climb drag follow gather guard harvest herd hoist hunt kick "
        "launch lead load milk park pick plant prune rake rebuild rescue ride saddle shear steer tame "
        "tow train trim untie water"
    ).split()
)
INSIDE = frozenset(
    (
        "bake beat boil chill chop cook crack dust embroider fold frame fry grate grill hang heat hem "
        "install iron knit label lock mash peel pickle polish pour print roast scrub seal serve sew "
        "slice sort squeeze stir stitch stuff tidy toast tune unlock varnish warm weave wipe"
    ).split()
)
