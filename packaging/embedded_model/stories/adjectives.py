"""Adjectives by what they can describe."""

from __future__ import annotations

COLOURS = "red blue green yellow brown black white grey pink orange purple golden silver crimson scarlet turquoise"
SIZES = "small big little large tiny"
HARD = (
    "old new shiny dusty heavy plain painted smooth strange pretty clean dirty fine cheap precious "
    "lovely simple elegant handy sturdy fragile useful rare ancient ordinary unusual splendid delicate"
)
METAL = "iron brass copper tin dented rusty"
NATURE = "big small round smooth heavy large brown strange dry clean"
DISH = "hot cold thick fresh spicy simple tasty creamy sour"
CLOTH = (
    "old new woollen cotton silk linen soft warm torn striped spotted patched faded thick thin velvet "
    "leather loose tight fluffy checked embroidered wrinkled cosy"
)
PAPER = "old new folded crumpled torn long short secret thick thin dusty faded famous unread"
FOOD = "fresh ripe sweet sour juicy crisp soft large small cheap tender delicious bitter raw tasty plump"
BAKED = "fresh warm sweet round flat burnt huge small soft crisp"
FLOWER = "tall pale bright wild fresh small pretty lovely fragrant"
FARM = (
    "hungry clever lazy shy quiet fat thin young old gentle slow noisy sleepy spotted stubborn friendly "
    "tame loyal fluffy cheerful nervous calm playful"
)
WILD = (
    "hungry clever proud lazy shy brave greedy quiet young old wise gentle swift slow noisy sleepy sly "
    "timid patient vain cunning fierce humble curious grumpy modest boastful nervous cheerful"
)
PEOPLE = (
    "kind tall short cheerful careful honest quiet busy young old polite strong funny patient brave "
    "clever gentle stubborn shy wise generous loyal friendly humble modest curious serious lively "
    "sensible thoughtful"
)
GLAD = "glad happy proud pleased grateful excited hopeful delighted content relieved thrilled amused overjoyed"
SAD = (
    "sad tired worried angry lonely nervous upset puzzled unhappy restless gloomy anxious miserable "
    "frightened cross jealous embarrassed confused"
)
PLACE = (
    "old quiet busy dark sunny muddy empty windy misty little famous lonely pretty noisy crowded "
    "peaceful deserted hidden charming ancient remote mysterious gloomy colourful"
)
WEATHER = (
    "sunny cloudy rainy windy foggy snowy stormy mild cold warm hot dry wet frosty bright chilly humid "
    "breezy drizzly damp gusty"
)
MANNERS = (
    "slowly quickly quietly carefully patiently eagerly gladly happily calmly neatly easily properly "
    "cheerfully skilfully smoothly swiftly silently thoroughly steadily joyfully promptly busily "
    "hastily"
)
TONES = (
    "gently loudly softly politely proudly sadly kindly warmly nervously shyly angrily firmly bravely "
    "wisely gravely sweetly crossly thoughtfully hopefully sternly brightly dryly faintly earnestly "
    "curiously honestly seriously"
)
