/** Names of two words for sessions and people. */

const ADJECTIVES = 'amber brisk calm coral dusky early fern gentle golden hazel indigo ivory jade lilac linen lunar misty mossy ochre olive opal pale plum quiet rosy sage scarlet silver sunny teal umber violet'.split(' ');
const NOUNS = 'bay beech brook cedar cliff cloud cove creek dune elm field fjord forest garden glade harbor heron hill island kite lagoon lake lark maple meadow moon otter pebble pine pond reef river robin shore sky snow sparrow spring star stone sun swan tide valley wave willow wren'.split(' ');

const pick = (words) => words[Math.floor(Math.random() * words.length)];

const capital = (word) => word[0].toUpperCase() + word.slice(1);

/** A readable session id, unlikely to be in use: calm-otter-482. */
export const newSessionId = () => `${pick(ADJECTIVES)}-${pick(NOUNS)}-${100 + Math.floor(Math.random() * 900)}`;

/** A default display name: Calm Otter. */
export const newDisplayName = () => `${capital(pick(ADJECTIVES))} ${capital(pick(NOUNS))}`;
