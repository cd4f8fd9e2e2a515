/**
 * Plots: what happens in a short story, beat by beat, each beat in several wordings. Slots are filled once a story, so that
 * who lost what where stays the same to its end.
 */

export interface Plot {
  readonly name: string;
  /** It needs a place under the sky. */
  readonly outdoors?: boolean;
  /** It brings its own weather or season. */
  readonly weather?: boolean;
  /** The friend appears in the middle. */
  readonly stranger?: boolean;
  readonly beats: readonly (readonly string[])[];
}

export const plots: readonly Plot[] = [
  {
    name: "lost-and-found",
    beats: [
      [
        "{hero} had {a:quality} {thing} that {he} took everywhere.",
        "{hero} loved {his} {color} {thing} more than anything.",
        "For {his} birthday, {hero} got {a:color} {thing} from {his} {relative}.",
      ],
      [
        "[One {time}|That {time}], {he} went to {place}, and when {he} came home, the {thing} was gone.",
        "But one {time} {at} {place}, {he} put it down for a moment, and then {he} could not find it.",
        "On {day}, after a long walk to {place}, {hero} saw that {his} bag was empty.",
      ],
      [
        "{hero} looked [under the bed|behind the door|in every drawer] and [in all {his} bags|under every chair], but it was not there. {he} felt {sad}.",
        '{s:he} was {sad}. "Where can it be?" {he} asked.',
        '{hero} sat down and almost cried. "I must have dropped it," {he} said.',
      ],
      [
        '{s:his} friend {friend} said, "Let us go back to {place} [together|and look]."',
        '{friend} came by and asked what was wrong. "Do not worry," said {friend}. "Four eyes see more than two."',
        'Then {friend} had an idea. "Think of every place where you stopped," {fhe} said.',
      ],
      [
        "They looked near {sight}, and there it was, [safe and dry|a little dirty, but whole|waiting].",
        "They searched for an hour. At last {friend} saw something {color} beside {sight}.",
        "{hero} remembered {sight} {at} {place}. They ran there and found the {thing}.",
      ],
      [
        '{hero} hugged {friend} and said, "Thank you for helping me."',
        "From that day on, {hero} kept the {thing} [on a string|in a small bag|in a safe place].",
        '"Next time I will be more careful," said {hero}, and {friend} smiled.',
      ],
    ],
  },
  {
    name: "helping-an-animal",
    outdoors: true,
    beats: [
      [
        "{hero} was walking {at} {place} when {he} heard a small cry.",
        "One {time}, {hero} and {friend} were {at} {place}. Something moved beside {sight}.",
      ],
      [
        "It was {a:size} {animal}. Its leg was caught [in a piece of string|under a branch|between two stones].",
        "{a:size} {animal} lay there and could not get up.",
        "There sat {a:size} {animal}, cold and hungry.",
      ],
      [
        '"Poor thing," said {hero}. "We must help it."',
        "{hero} did not run. {s:he} moved slowly so that the {animal} would not be afraid.",
        "{friend} was a little afraid, but {hero} was {kind}.",
      ],
      [
        "{s:he} put {his} {garment} around the {animal} and carried it home.",
        "{hero} freed the {animal} and gave it some water in the lid of a jar.",
        "They made a bed of dry grass and brought [water and bread|some seeds|small pieces of apple].",
      ],
      ["After {count} days the {animal} was strong again.", "The {animal} ate, slept, and grew stronger every day."],
      [
        "When they let it go, it turned around once, as if to say thank you.",
        "{hero} opened the door, and the {animal} ran back to {place}.",
        "Now, whenever {hero} goes to {place}, {he} looks for {a:animal}, and sometimes {he} sees one.",
      ],
    ],
  },
  {
    name: "learning",
    beats: [
      [
        "{hero} wanted to learn to {skill}, but it was [hard|not easy|harder than it looked].",
        "Everyone {hero} knew could {skill}. Only {hero} could not.",
      ],
      [
        "The first time, everything went wrong, and {friend} laughed.",
        "{s:he} tried on {day}, and {he} tried the day after, and both times {he} failed.",
        '"I will never be able to do it," said {hero}. {s:he} felt {sad}.',
      ],
      [
        '{s:his} {relative} sat down beside {him}. "Nobody is good at the first try," {his} {relative} said.',
        '"When I was your age, I needed {count} weeks," said {his} {relative}.',
      ],
      [
        "So {hero} practised a little every {time}.",
        "{hero} made a plan: {minutes} minutes every day, no more and no less.",
      ],
      [
        "Slowly it became easier. After {count} weeks, {he} [could do it without help|made no more mistakes].",
        "Some days were bad and some were good, but after {count} weeks the good days won.",
      ],
      [
        '"You did it!" cried {friend}. {hero} was [happy|proud].',
        'One {time} {he} showed it to {friend}, who said, "Can you teach me, too?"',
        "{hero} smiled. Practice had helped more than luck.",
      ],
    ],
  },
  {
    name: "sharing",
    beats: [
      [
        "{hero} had {count} {fruits}, and {friend} had none.",
        "At lunch, {hero} opened {his} box and found {count} {fruits} in it. {friend} had forgotten {fhis} lunch.",
      ],
      ["{friend} looked at the {fruits} but said nothing.", '"I am so hungry," said {friend} quietly.'],
      ["{hero} thought about it. {s:he} was hungry, too.", "At first {hero} wanted to keep them all."],
      [
        "Then {he} gave {friend} {half} of them and kept {rest}.",
        '"Here," said {hero}, and gave {friend} {half}. {rest} were left for {him}.',
      ],
      [
        "They ate {at} {place} and watched {sight}.",
        "They sat down together {at} {place}, and the {fruits} tasted better than ever.",
      ],
      [
        "The next day {friend} brought {cake} and shared it with {hero}.",
        '"You are a good friend," said {friend}. After that they always shared their lunch.',
      ],
    ],
  },
  {
    name: "making-something",
    beats: [
      [
        "{hero} wanted to make {a:thing} for {his} {relative}.",
        '"What can I give my {relative}?" {hero} asked. {s:he} had no money, but {he} had two good hands.',
      ],
      [
        "{s:he} found some {material} pieces {at} {place}.",
        "{friend} lent {him} {a:tool} and a box of {material} pieces.",
      ],
      [
        "First {he} drew a plan. Then {he} cut, glued and painted until the sun went down.",
        "The first one broke. {hero} was {sad} for a moment, and then {he} began again.",
        "{friend} held the parts, and {hero} put them together.",
      ],
      ["In the end {he} painted it {color}.", "At last it was ready: {a:size} {color} {thing}."],
      [
        "On {day}, {he} wrapped it in paper and gave it to {his} {relative}.",
        "{s:his} {relative} opened the parcel slowly.",
      ],
      [
        '"This is the best present of all," said {his} {relative}, "because you made it."',
        "{s:his} {relative} put the {thing} on the shelf where everyone could see it.",
      ],
    ],
  },
  {
    name: "quarrel",
    beats: [
      ["{hero} and {friend} had been friends for {count} years.", "{hero} and {friend} did everything together."],
      [
        "But one {time} they both wanted the same {color} {thing}.",
        "Then, on {day}, {hero} broke {a:thing} that belonged to {friend}.",
      ],
      [
        "They shouted at each other, and {friend} walked away.",
        '"It is your fault," said {friend}. "No, it is yours," said {hero}.',
      ],
      [
        "That {time}, {hero} sat alone {at} {place}. {sights} looked less beautiful than before.",
        "{hero} went to {place} alone, but it was no fun without {friend}.",
      ],
      [
        '{s:he} thought: "A {thing} is only {a:thing}. A friend is more."',
        '{s:his} {relative} said, "The first one who says sorry is the stronger one."',
      ],
      [
        'So {he} went to {friend} and said, "I am sorry." "I am sorry, too," said {friend}.',
        "The next morning they met at the door. Both wanted to say sorry, and both began to laugh.",
      ],
      ["They shared the {thing} from then on.", "Since then they have quarrelled sometimes, but never for long."],
    ],
  },
  {
    name: "journey",
    weather: true,
    outdoors: true,
    beats: [
      [
        "{hero} had never been to {place}. On {day}, {he} packed {his} bag.",
        '"Tomorrow we will go to {place}," said {his} {relative}, and {hero} could hardly sleep.',
      ],
      [
        "{s:he} took {a:thing}, a bottle of water and {count} {fruits}.",
        "In the bag were {a:thing}, {a:garment} and something to eat.",
      ],
      [
        "The way was long. {hero} walked past a mill, over a bridge and up a hill.",
        "They went by {vehicle} for {minutes} minutes, and then on foot.",
      ],
      [
        "In the middle of the way it began to rain, and {hero} put on {his} {garment}.",
        "Half way, {hero} met {friend}, who was going to {place}, too, and they went on together.",
      ],
      [
        "At last they saw {sight} and heard {sound}.",
        "Then they stood {at} {place}. They could see {sight}, and the air smelled of {smell}.",
      ],
      [
        "{hero} [wanted to stay for ever|sat down and looked for a long time|took a deep breath].",
        '"It was worth every step," said {hero}.',
      ],
      [
        "In the evening {he} was home again, tired and {mood}.",
        "{s:he} brought home a small stone, and it still lies on {his} desk.",
      ],
    ],
  },
  {
    name: "garden",
    weather: true,
    beats: [
      [
        "In spring, {hero} planted {count} {vegetable} seeds behind the house.",
        "{s:his} {relative} gave {hero} a bag with {vegetable} seeds.",
      ],
      ["{s:he} watered them every {time} and waited.", "Every {time}, {he} looked at the soil, but nothing happened."],
      [
        '"Are they asleep?" asked {friend}. "They need time," said {hero}.',
        '{friend} wanted to dig them up to look. "No," said {hero}, "be patient."',
      ],
      [
        "After {count} days, the first green leaf came out of the ground.",
        "One {time}, after a night of rain, there was a row of tiny green leaves.",
      ],
      [
        "The plants grew. {hero} pulled out the weeds and chased away the snails.",
        "By summer, the plants were as high as {hero}'s knees.",
      ],
      [
        "In autumn, they had a full basket, and {his} {relative} made {dish}.",
        "When they were ripe, {hero} gave one {vegetable} to every neighbour.",
      ],
    ],
  },
  {
    name: "storm",
    outdoors: true,
    weather: true,
    beats: [
      [
        "{hero} and {friend} were {at} {place} when the sky turned dark.",
        "It had been a warm {time}. Then the wind came.",
      ],
      ["There was a flash, and a moment later it thundered.", "The first drops fell, and soon it was pouring."],
      [
        '"We must go inside," said {hero}. They ran [as fast as they could|hand in hand].',
        "{friend} was [afraid|worried|nervous], but {hero} stayed calm and took {fhis} hand.",
      ],
      [
        "They counted the seconds between the light and the thunder: {count}.",
        "Inside, they lit a candle and told each other stories.",
      ],
      ["Slowly the thunder moved away.", "After {minutes} minutes, it was over."],
      [
        "When they went out, the air smelled fresh, and there was a rainbow over the houses.",
        "The street was full of puddles, and they jumped into every one of them.",
      ],
    ],
  },
  {
    name: "competition",
    outdoors: true,
    beats: [
      [
        "Every year there was a race {at} {place}, and this year {hero} wanted to win.",
        "{hero} and {friend} both entered the [running|cycling] race {at} {place}.",
      ],
      ["{s:he} trained for {count} weeks.", "{hero} trained every {time}, even when it was raining."],
      ["On the day itself, {he} was {sad}, and {his} hands were cold.", "On {day}, {count} people stood at the start."],
      [
        "In the middle of the race, {friend} fell and hurt {fhis} knee.",
        "{hero} was in front, and then {he} saw that {friend} had fallen.",
      ],
      [
        "{hero} stopped, went back and helped {friend} to stand up.",
        '"Go on!" called {friend}. But {hero} turned round and gave {fhim} a hand.',
      ],
      ["They came in last, and everybody clapped.", "Someone else won the cup. Still, {hero} went home {mood}."],
      [
        '"You lost a race and won a friend," said {his} {relative}.',
        '"Next year we will win together," said {friend}.',
      ],
    ],
  },
  {
    name: "mystery",
    beats: [
      [
        "Every {time}, something strange happened: one of {hero}'s {fruits} was missing.",
        "On {day}, {hero} found a {color} {thing} in front of the door. Nobody knew whose it was.",
      ],
      [
        '"This is a case for us," said {friend}.',
        "{hero} wrote everything down in a notebook: the time, the place, and the weather.",
      ],
      [
        "They looked for traces and found [small footprints|a few hairs|a wet spot] on the floor.",
        "They asked {his} {relative}, but {his} {relative} had seen nothing.",
      ],
      ["That night they hid behind the curtain and waited.", "They put some flour on the floor and went to bed."],
      [
        "Shortly before midnight, they heard a noise. It was the neighbour's {pet}.",
        "In the morning, the tracks led straight to the basket of the neighbour's {pet}.",
      ],
      [
        "{hero} laughed so loudly that the {pet} hid under the table.",
        '"Case closed," said {friend}, and they gave the {pet} something to eat.',
      ],
    ],
  },
  {
    name: "new-neighbour",
    stranger: true,
    beats: [
      [
        "A new family moved into the house next to {hero}'s.",
        "On {day}, a {color} van stopped in {hero}'s street, and a {fchild} called {friend} got out.",
      ],
      ["{friend} stood at the window and knew nobody.", "{friend} spoke another language and was {sad} at first."],
      ["{hero} took {his} {thing} and rang the bell.", "{hero}'s {relative} baked {cake}, and {hero} carried it over."],
      [
        '"Hello, I am {hero}," {he} said. "I am {friend}," said {friend}.',
        "First they only looked at each other. Then {hero} showed {fhim} the {thing}.",
      ],
      [
        "They went to {place}, and {hero} showed {friend} {sight}.",
        "Later they played {at} {place} until it got dark.",
      ],
      ["Soon {friend} knew everyone in the street.", "Today nobody remembers that {friend} was ever new."],
    ],
  },
];
