/**
 * What gets printed into pictures: short English words, strings of random letters, numbers and codes. One real word in
 * ten is held out: training never prints it. Which ones is decided by the word's own hash, so it never changes.
 */
import { hashText, type Random } from "../random.ts";

export type Split = "train" | "heldout";

/** Words printed in the example pictures; held out whatever their hash says. */
export const exampleWords: readonly string[] = ["harbor", "garden", "coffee", "lantern", "bakery"];

const list = `
able about above acorn act add after again age ago air alarm alive all almond alone along amber among anchor angle
animal ant any apple apron arch area arm army around arrow art ash ask attic aunt autumn away awake baby back bacon
badge bag bake baker ball balloon bamboo banana band bank bar bark barn barrel basil basin basket bat bath battery bay
beach bead beak beam bean bear beard beat beauty beaver bed bee beef begin behind bell below belt bench berry best bike
bill bird birth bit black blade blanket blaze block bloom blue board boat body bold bolt bone bonus book boot border
born both bottle bottom bowl box boy brain branch brass brave bread break breeze brick bridge bright bring broom brother
brown brush bubble bucket bud bug build bulb bunny burger bus bush busy but butter button buy cabin cable cactus cafe
cage cake calf call calm camel camera camp can canal candle candy canoe canvas cap cape car card care carpet carrot cart
castle cat catch cave cedar cell center cereal chain chair chalk change charm chart check cheese cherry chess chest
chicken child chin choice church cinema circle circus city clap class clay clean clear clever cliff climb clock close
cloth cloud clover club coach coast coat cocoa coin cold color comb come comet cook cool copper copy coral corn corner
cotton couch count country court cousin cover cow crab craft crane cream creek crew crop crow crown crumb crystal cube
cup curtain curve cycle dad daisy dance dark data date dawn day deal dear deck deep deer delta den desert desk dew
diamond dice dig dime dinner dish dive dock doctor dog doll dolphin donkey door dot double dove down dozen dragon draw
dream dress drift drink drive drop drum dry duck dune dust duty eagle ear early earth east easy eat echo edge egg eight
elbow elm empty end engine enjoy equal evening ever exit extra eye fable face fact fair fairy fall family famous fan far
farm farmer fast father feast feather fence fern ferry festival few field fig film fin find finger fire first fish five
flag flame flat flavor fleet flight float flock floor flour flower flute fly foam fog fold follow food foot forest fork
form fort fossil four fox frame free fresh friend frog front frost fruit full fun funny fur game garage garlic gate
gather gem gentle ghost giant gift ginger giraffe girl give glad glass globe glove glow glue goal goat gold golf good
goose grain grand grape grass gravel great green grin ground group grow guard guest guide guitar gull habit hair half
hall hammer hand handle happy hat hawk hay hazel head health heart heat heavy hedge heel hello helmet help hen herb hero
hide high hike hill hippo hive hobby hold hole holiday holly home honest honey hood hook hop hope horn horse hose hot
hotel hour house hug human hundred hunt hurry hut ice icon idea igloo inch ink insect inside iron island ivory ivy
jacket jaguar jam jar jazz jeans jelly jet jewel job join joke journey joy judge juice jump jungle junior kayak keep
kettle key kick kid kind king kiosk kitchen kite kitten kiwi knee knife knight knock knot know lab lace ladder lady lake
lamb lamp land lane large laser last late laugh laundry lava lawn lazy leaf learn leather left leg lemon lend leopard
lesson letter level library lid life lift light lily lime limit line lion lip list little lizard loaf lobby local lock
log logic long loop lost lotus loud love low loyal luck lucky lunch machine magic magnet mail main make mango maple map
marble march mark market mask mat match meadow meal meat medal melon melt member menu merry metal middle mile milk mill
mind mint minute mirror mist mitten mix model modern moment money monkey month moon moose more morning moss moth mother
motor mountain mouse mouth movie much mud muffin mug museum music mustard nail name napkin narrow nature navy near neat
neck needle nest net never new news next nice night nine noble noodle noon north nose note notice novel number nurse nut
oak oasis oat ocean odd offer office often oil old olive one onion open orange orbit orchard order organ otter out oval
oven over owl own oyster pack paddle page pail paint pair palace palm pan panda panel paper parade park parrot part
party pass past pasta paste path pause paw pea peace peach peak peanut pear pearl pebble pedal pen pencil penguin penny
people pepper perfect phone photo piano pickle picnic picture pie pig pigeon pillow pilot pine pink pipe pizza place
plain plan planet plant plate play plenty plow plum pocket poem poet point polar pole pond pony pool popcorn poppy porch
port post pot potato pouch powder power press pretty price prince print prize proof proud pudding puddle pull pump
pumpkin pupil puppy purple purse push puzzle quail quarter queen quest quick quiet quilt quiz rabbit race radio raft
rail rain rainbow raisin ranch rapid raven razor reach read ready real recipe record red reed reef rest ribbon rice rich
ride right ring ripe river road roast robin robot rock rocket roll roof room root rope rose round route row royal rubber
ruby rug rule run sack saddle safe sail salad salmon salt same sand sandal sauce save scale scarf school science scout
sea seal season seat second secret seed send seven shade shadow shape share shark sharp sheep shelf shell shine ship
shirt shoe shop shore short shoulder shovel show shy side sign silent silk silver simple sing sister six skate ski skill
skin sky sled sleep slice slide slow small smart smile smoke smooth snack snail snake snow soap soccer sock soda sofa
soft soil solid some son song soon sound soup south space spark speed spell spice spider spin spoon sport spring spruce
square squash stable stage stair stamp stand star start state station stay steam steel stem step stick still stone stool
stop store storm story stove straw stream street string strong study sugar suit summer sun sunny sunset super supper
sure surf swan sweater sweet swim swing table tail take talent talk tall tank tape taste taxi tea teach team temple ten
tennis tent test thank theater thick thin think third thread three thumb thunder ticket tide tidy tiger tile time tin
tiny tip tire title toast today toe tomato tool tooth top torch total touch tour tower town toy track trade traffic
trail train travel tray treat tree trip truck trumpet trunk trust truth tub tulip tuna tunnel turkey turn turtle twelve
twenty twig twin two umbrella uncle under union unit until upper urban use usual valley value van vase velvet very vest
view village vine violet violin visit voice volcano vote wagon wait walk wall walnut walrus want warm wash wasp watch
water wave wax way weather web week well west wet whale wheat wheel whisper whistle white whole wide wild willow win
wind window wing winter wire wise wish wolf wonder wood wool word work world worm wren yard year yellow yes yogurt young
zebra zero zone zoo`;

/** All real words, lower case, two to eight letters. */
export const realWords: readonly string[] = [...new Set([...list.trim().split(/\s+/), ...exampleWords])]
  .filter((word) => word.length >= 2 && word.length <= 8)
  .sort();

/** Whether a word (in any case) is one that training never prints. */
export function isHeldOut(word: string): boolean {
  const lower = word.toLowerCase();
  return exampleWords.includes(lower) || (realWordSet.has(lower) && hashText(`word ${lower}`) % 10 === 0);
}

const realWordSet = new Set(realWords);
const wordsOf: Record<Split, readonly string[]> = {
  train: realWords.filter((word) => !isHeldOut(word)),
  heldout: realWords.filter(isHeldOut),
};

/** The real words of one split that have at most so many letters; the shortest ones where none is short enough. */
export function wordsUpTo(split: Split, maxLength: number): readonly string[] {
  const key = `${split} ${maxLength}`;
  let words = shortWords.get(key);
  if (words === undefined) {
    const limit = Math.max(maxLength, Math.min(...wordsOf[split].map((word) => word.length)));
    words = wordsOf[split].filter((word) => word.length <= limit);
    shortWords.set(key, words);
  }
  return words;
}

const shortWords = new Map<string, readonly string[]>();

export type PrintKind = "word" | "letters" | "number" | "code";

/** A text to print: one word without spaces, 1 to `maxLength` characters. */
export function printedText(
  random: Random,
  { kind, split, maxLength }: { kind: PrintKind; split: Split; maxLength: number },
): string {
  if (kind === "number") return number(random, Math.min(4, maxLength));
  if (kind === "code") return code(random, Math.min(6, maxLength));
  if (kind === "word" && maxLength > 1) return cased(random.pick(wordsUpTo(split, maxLength)), random);
  let text: string;
  do text = letters(random, random.int(1, maxLength));
  while (split === "train" && isHeldOut(text));
  return cased(text, random);
}

// Letters in proportions between uniform and English, so that rare ones are seen often enough.
const letterPool = "aaabbccddeeeeffgghhhiiijjkkllmmnnnooopprrrqssstttuuvvwwxxyyzz";

function letters(random: Random, length: number): string {
  let text = "";
  for (let i = 0; i < length; i++) text += letterPool[random.int(0, letterPool.length - 1)];
  return text;
}

function number(random: Random, digits: number): string {
  const length = random.int(1, digits);
  return String(random.int(length === 1 ? 0 : 10 ** (length - 1), 10 ** length - 1));
}

// Without 0, O, 1, I: alone among letters and digits nobody can tell them apart.
const codeLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ";

function code(random: Random, length: number): string {
  let text = "";
  for (let i = 0; i < length; i++) text += random.chance(0.5) ? random.pick([...codeLetters]) : random.int(2, 9);
  return text;
}

/** Lower, upper or capitalised; lower where the picture could not show the difference. */
function cased(word: string, random: Random): string {
  const style = random.weighted({ lower: 50, upper: 30, capital: 20 });
  if (style === "lower" || [...word].every((letter) => "cosuvwxzkp".includes(letter))) return word;
  if (style === "upper") return word.toUpperCase();
  // A capital I in front of a small word looks like an l in many typefaces, as does an l alone.
  return word[0] === "i" ? word : word[0]!.toUpperCase() + word.slice(1);
}
