"""The concepts: their words, and the weights with which training pictures are sampled."""

# Share of each artwork set in the base's training pictures. "fluent-3d" carries no style word: it is the house look.
BASE_SETS = {"fluent-3d": 0.76, "noto": 0.18, "fluent-emoji-flat": 0.06}

# Flat or nearly flat sets, with their shares. Some of their drawings are held out from all training, for scores; the style judge
# calls these sets plain.
PLAIN_SETS = {"noto": 0.46, "fluent-emoji-flat": 0.15, "twemoji": 0.15, "noto-v1": 0.08, "emojione": 0.08, "fxemoji": 0.08}

STYLE_WORDS = {
    "noto": "cartoon style", "fluent-emoji-flat": "flat style", "twemoji": "simple flat style", "noto-v1": "blob style",
    "emojione": "simple style", "fxemoji": "retro style", "fluent-3d": "",
    "streamline-emojis": "sticker style", "fluent-emoji-high-contrast": "ink style",
}

# Hue words and their position on the colour circle, in degrees.
HUES = [("red", 0), ("orange", 28), ("yellow", 50), ("green", 120), ("blue", 215), ("purple", 275), ("pink", 330)]

# Never shown to Inkling in any style; the judge does see them.
HELD_OUT = """red heart;pear;tangerine;croissant;teapot;sailboat;bicycle;school bus;helicopter;lighthouse;castle;tent;tulip;
cactus;mushroom;maple leaf;owl;penguin;tiger face;rabbit;elephant;whale;octopus;crab;lady beetle;snail;violin;drum;
soccer ball;trophy;key;hammer;umbrella;crown;top hat;t-shirt;robot;ghost;snowman;rainbow""".replace("\n", "").split(";")

# What people usually draw first: sampled eight times as often.
COMMON = set("""red apple;green apple;banana;strawberry;cherries;watermelon;lemon;grapes;pineapple;carrot;bread;pizza;
hamburger;birthday cake;shortcake;ice cream;soft ice cream;doughnut;cookie;hot beverage;egg;cat;cat face;dog;dog face;
horse;horse face;cow;cow face;pig;pig face;mouse face;bear;panda;fox;lion;monkey face;frog;chicken;baby chick;
hatching chick;bird;duck;eagle;fish;tropical fish;blowfish;dolphin;shark;turtle;snake;butterfly;honeybee;bug;unicorn;
dragon face;dragon;sauropod;T-Rex;house;house with garden;deciduous tree;evergreen tree;palm tree;sunflower;rose;blossom;
cherry blossom;hibiscus;potted plant;four leaf clover;leaf fluttering in wind;sun;sun with face;full moon;crescent moon;
star;glowing star;cloud;sun behind cloud;snowflake;fire;droplet;water wave;mountain;snow-capped mountain;volcano;
automobile;sport utility vehicle;taxi;bus;locomotive;tractor;rocket;airplane;small airplane;ship;speedboat;canoe;
motorcycle;balloon;kite;grinning face;smiling face with smiling eyes;grinning face with big eyes;
smiling face with sunglasses;winking face;crying face;angry face;face with tears of joy;smiling face with heart-eyes;
alien;skull;boy;girl;man;woman;person;baby;old man;old woman;princess;clown face;blue heart;book;open book;guitar;bell;
candle;light bulb;teddy bear;wrapped gift;basketball;eyeglasses;scissors;pencil;church;ferris wheel;
jack-o-lantern""".replace("\n", "").split(";"))

# The everyday word for a catalogue name; replaces it in half of the captions.
EVERYDAY = {
    "automobile": "car", "sport utility vehicle": "car", "deciduous tree": "tree", "evergreen tree": "pine tree",
    "grinning face": "smiley", "house with garden": "house", "dog face": "dog", "cat face": "cat", "cow face": "cow",
    "pig face": "pig", "horse face": "horse", "mouse face": "mouse", "rabbit face": "rabbit",
    "small airplane": "airplane", "locomotive": "train", "glowing star": "shining star", "tropical fish": "fish",
    "hot beverage": "coffee", "birthday cake": "cake", "full moon": "moon", "crescent moon": "moon",
    "beer mug": "beer", "tiger face": "tiger",
}

# Which concepts go where in a composed scene.
SKY = """sun;cloud;airplane;bird;balloon;star;rocket;kite;butterfly;helicopter;flying saucer;crescent moon;full moon;
small airplane;eagle;dove;honeybee;parachute;glowing star;sun behind cloud;owl;parrot;bat""".replace("\n", "").split(";")
NIGHT_SKY = "crescent moon;full moon;star;owl;bat;rocket;flying saucer;glowing star".split(";")
SHINING = ("sun", "crescent moon", "full moon", "star", "glowing star")
LAND = """house;house with garden;deciduous tree;evergreen tree;palm tree;horse;cow;dog;cat;pig;ewe;rabbit;fox;tiger;lion;
bear;elephant;giraffe;zebra;camel;chicken;rooster;turtle;automobile;sport utility vehicle;police car;taxi;bus;
fire engine;tractor;bicycle;motorcycle;tent;castle;church;hut;factory;sunflower;tulip;rose;hibiscus;cherry blossom;
blossom;cactus;mushroom;red apple;jack-o-lantern;snowman;person standing;woman;man;boy;girl;robot;ghost;unicorn;dragon;
sauropod;T-Rex;snail;ant;hedgehog;chipmunk;deer;goat;duck;swan;peacock;penguin;locomotive;fountain;ferris wheel;dog face;
cat face;rabbit face;panda;monkey;mouse;hatching chick;baby chick;frog;potted plant;umbrella on ground;
umbrella""".replace("\n", "").split(";")
WATER = """sailboat;ship;speedboat;canoe;motor boat;ferry;whale;spouting whale;dolphin;shark;duck;swan;tropical fish;fish;
octopus;crab""".replace("\n", "").split(";")
BEACH = """palm tree;crab;umbrella on ground;spiral shell;coconut;turtle;sailboat;dog;person standing;bucket;volleyball;
woman;cat""".replace("\n", "").split(";")
TABLE = """red apple;green apple;banana;pear;lemon;grapes;strawberry;cherries;watermelon;pineapple;peach;bread;cheese wedge;
pizza;hamburger;birthday cake;shortcake;cookie;doughnut;hot beverage;teacup without handle;teapot;wine glass;beer mug;
glass of milk;potted plant;bouquet;cat;book;open book;candle;egg;cooking;soft ice cream;ice cream;cupcake;laptop;
crystal ball;teddy bear;bowl with spoon;honey pot;carrot;tomato;mushroom;avocado;sunflower;rose;hatching chick;
wrapped gift;alarm clock;fork and knife with plate""".replace("\n", "").split(";")

COLOURLESS_GROUPS = ("Smileys & Emotion", "People & Body")
"""Groups that are never recoloured."""

MIRRORED_GROUPS = ("Animals & Nature", "Food & Drink", "Travel & Places", "Smileys & Emotion", "People & Body")
"""Groups that may be mirrored: without letters, and with no left or right side."""


def weight(name, group):
    """A concept's sampling weight; 1 is the normal one. People and clock faces get less, because there are many similar ones."""
    if name in COMMON:
        return 8.0
    if "o’clock" in name or "thirty" in name:
        return 0.25
    return {"People & Body": 0.35, "Symbols": 0.6}.get(group, 1.0)
