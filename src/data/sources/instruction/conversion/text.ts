/** Pictures to texts of other kinds: prompts for image generators, summaries, stories and slogans, what a text means. */
import { grouped, stylePhrase } from "../../caption/scene/facts.ts";
import { kindsOf } from "../../caption/scene/scene.ts";
import { capitalised, listed, nounOf, withArticle } from "../../caption/scene/words.ts";
import { drawnScene } from "../../caption/scene-source.ts";
import { article } from "../../document/prose/article.ts";
import { instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { type Exchange, spin } from "../kit/phrases.ts";
import { drawing, rect, text, textWidth, wrapped } from "../kit/svg.ts";
import { sceneSource } from "../recognition/scene-talk.ts";

export const imageToPrompt = sceneSource(
  {
    name: "image-to-prompt",
    leaf: "Conversion/Image to Text/Image to Prompt",
    description: "Scenes as prompts that an image generator could draw them from.",
  },
  (context) => {
    const { random } = context;
    const scene = drawnScene(context, { count: [1, 4] });
    const style = stylePhrase(scene, random);
    const things = grouped(scene, "full").map(({ phrase }) => phrase);
    const place = random.pick(scene.background.phrases);
    const format =
      scene.width >= scene.height
        ? scene.width > scene.height * 1.1
          ? "landscape format"
          : "square format"
        : "portrait format";
    const prompt = random.pick([
      `${things.join(", ")}, ${place}, ${style}, ${format}`,
      `${capitalised(style)} of ${listed(things)} ${place}`,
      `${style}, ${place}: ${listed(things)}, ${format}`,
    ]);
    const turns: Exchange[] = [
      [
        spin(
          random,
          "{Write a prompt for an image generator that would produce this picture.|Give me a text-to-image prompt for this.|Describe the picture as a prompt for an image model.|Which prompt could have made this image?}",
        ),
        prompt,
      ],
    ];
    if (random.chance(0.35))
      turns.push([
        spin(random, "{Shorter, please.|Make it as short as possible.|Now in at most a few words.}"),
        grouped(scene, "bare")
          .map(({ phrase }) => phrase)
          .join(", "),
      ]);
    return { template: "prompt", scene, turns };
  },
);

export const imageBasedCreation = sceneSource(
  {
    name: "image-based-creation",
    version: 4,
    leaf: "Conversion/Image to Text/Image-based Creation",
    description: "Short stories, rhymes, slogans and messages about what a scene shows.",
  },
  (context) => {
    const { random } = context;
    const background = random.pick(["field", "beach", "street", "snow", "room", "night"]);
    const hero = random.pick(
      background === "room"
        ? ["cat", "dog", "girl", "boy"]
        : background === "night"
          ? ["owl", "cat", "rabbit"]
          : [...kindsOf("person"), "dog"],
    );
    const scene = drawnScene(context, {
      background,
      wishes: [
        { kind: hero },
        {
          kind: random.pick(
            background === "room"
              ? ["chair", "sofa", "box", "ball"]
              : background === "beach"
                ? ["ball", "sandcastle", "umbrella"]
                : background === "street"
                  ? ["car", "bicycle", "bench"]
                  : ["tent", "pine tree", "house"],
          ),
        },
      ],
    });
    const [one, other] = scene.things as [(typeof scene.things)[number], (typeof scene.things)[number]];
    const [who, what] = [nounOf(one, scene, "coloured"), nounOf(other, scene, "coloured")];
    const place = random.pick(scene.background.phrases);
    const name = random.pick(["Robin", "Sam", "Alex", "Charlie", "Kim", "Jo", "Sky", "Noor", "Quinn"]);
    const colour = other.colour && scene.style !== "outline" ? `${other.colour} ` : "";
    const made = {
      story: [
        spin(
          random,
          "{Write a very short story about this picture.|Tell a little story that fits the image.|Make up a short story from this scene.}",
        ),
        spin(
          random,
          `{Once there was ${withArticle(who)} called ${name}.|This is the story of ${name}, ${withArticle(who)}.} {One day|On a quiet day}, ${place}, ${name} {found|came upon|noticed} ${withArticle(what)}. {"Was that always here?"|"Whose is that?"|"How nice!"} thought ${name} and {went closer|walked around it twice|stayed beside it}. {From then on ${name} came back every day.|Nobody ever found out how it had got there.|It was the best day of the week.}`,
        ),
      ],
      poem: [
        spin(
          random,
          "{Write a short poem about the picture.|Compose two or four lines of verse on this scene.|Make a little rhyme for it.}",
        ),
        spin(
          random,
          `{${withArticle(who)} so still and small|${withArticle(who)}, quiet after all},\nbeside the ${what}, that is all.\n{The day is long, the world is wide,|No need to hurry, none to hide,}\nit's good to have a friend beside.`,
        ),
      ],
      slogan: [
        spin(
          random,
          "{Write a slogan that fits this picture.|Invent an advertising line for the image.|Give me a slogan based on what you see.}",
        ),
        spin(
          random,
          `{${withArticle(`${colour}${other.kind.name}`)} for every day.|${what}: simply good.|Where there is ${withArticle(other.kind.name)}, there is a way.|Even ${withArticle(one.kind.name)} knows a good ${other.kind.name}.}`,
        ),
      ],
      message: [
        spin(
          random,
          "{Write a short message to go with this picture.|I want to send this picture to a friend. What could I write?|Suggest a caption for posting this.}",
        ),
        spin(
          random,
          `{Look: ${withArticle(who)} and ${withArticle(what)}, ${place}!|Greetings! There is even ${withArticle(what)} here.|Today ${place}: ${withArticle(who)} with ${withArticle(what)}. Thinking of you!}`,
        ),
      ],
    } as const;
    const names = random.shuffled(Object.keys(made) as (keyof typeof made)[]).slice(0, random.pick([1, 1, 2]));
    return { template: names[0]!, scene, turns: names.map((key): Exchange => made[key]) };
  },
);

export const textSummary = instructionSource(
  {
    name: "text-summary",
    leaf: "Conversion/Image to Text/Text Summary",
    description: "Passages with a title, summed up in a sentence or two.",
  },
  ({ random, maxSide }) => {
    const look = lookOf(random);
    const one = article(random, "en");
    const size = maxSide > 600 ? 17 : 20;
    const column = maxSide > 600 ? 520 : 430;
    const title = wrapped(one.title, size * 1.35, column);
    const sections = one.sections.slice(0, maxSide > 600 ? 3 : 1);
    const body: string[] = title.map((line, i) =>
      text(28, 44 + i * size * 1.7, line, { size: size * 1.35, weight: 700, anchor: "start", mark: "title" }),
    );
    let y = 44 + title.length * size * 1.7 + 4;
    for (const section of sections) {
      body.push(
        text(28, y, section.title, {
          size: size * 1.1,
          weight: 700,
          anchor: "start",
          fill: look.accents[0]!,
          mark: "heading",
        }),
      );
      y += size * 1.6;
      for (const paragraph of maxSide > 600 ? section.paragraphs : section.paragraphs.slice(0, 1)) {
        for (const line of wrapped(paragraph, size, column)) {
          body.push(text(28, y, line, { size, anchor: "start", mark: "line" }));
          y += size * 1.42;
        }
        y += size * 0.5;
      }
      y += size * 0.4;
    }
    const box = wrapped(one.summary, size, column - 24);
    body.push(rect(28, y - size, column, box.length * size * 1.42 + 16, { fill: look.tint, round: 6 }));
    for (const line of box) {
      body.push(text(40, y + 6, line, { size, anchor: "start", mark: "line" }));
      y += size * 1.42;
    }
    const turns: Exchange[] = [
      [
        spin(
          random,
          "{Summarize the text.|Sum up this page in one or two sentences.|What is this text about, in short?|Give a brief summary of the page.|Condense this into a sentence or two.}",
        ),
        one.summary,
      ],
    ];
    if (random.chance(0.4)) turns.push([spin(random, "{What is its title?|What is the headline?}"), `"${one.title}"`]);
    const shown = sections.map((section) => section.title);
    if (random.chance(0.3))
      turns.push([
        spin(random, "{Which headings does it have?|List the headings below the title.}"),
        `${listed(shown)}.`,
      ]);
    return {
      template: one.topic,
      pictures: [drawing(random, look, maxSide, { width: column + 56, height: Math.ceil(y + 26) }, ...body)],
      turns,
    };
  },
);

/** A notice or saying, what it means, what it asks of the reader, when it would be used. */
const meanings: readonly (readonly [text: string, meaning: string, advice: string])[] = [
  ["The early bird catches the worm", "Whoever starts early has an advantage over the others.", "Begin in good time."],
  [
    "Better late than never",
    "It is better that something happens late than that it does not happen at all.",
    "Do it even if you are late.",
  ],
  ["Many hands make light work", "A task becomes easy when many people share it.", "Work together."],
  ["Look before you leap", "One should think about the consequences before acting.", "Think before you act."],
  [
    "Too many cooks spoil the broth",
    "When too many people work on one thing, the result suffers.",
    "Let few people decide.",
  ],
  ["Actions speak louder than words", "What people do says more about them than what they say.", "Judge by deeds."],
  [
    "Don't judge a book by its cover",
    "One should not judge something by its outside alone.",
    "Take a closer look first.",
  ],
  ["Practice makes perfect", "One becomes good at something by doing it again and again.", "Keep practicing."],
  [
    "When in Rome, do as the Romans do",
    "In a strange place one should follow the customs of that place.",
    "Adapt to local customs.",
  ],
  ["A stitch in time saves nine", "Solving a small problem at once prevents a larger one later.", "Mend things early."],
  ["Rome was not built in a day", "Great things take time.", "Be patient."],
  ["Out of sight, out of mind", "One soon forgets what one does not see.", "Keep in touch, or keep it in view."],
  [
    "Please leave your shoes at the door",
    "Visitors are asked to take their shoes off before they come in.",
    "Take off your shoes.",
  ],
  ["Cash only", "One cannot pay by card here.", "Bring notes and coins."],
  [
    "Last entry 30 minutes before closing",
    "Nobody is let in during the last half hour of the opening time.",
    "Arrive at least half an hour before it closes.",
  ],
  ["Do not lean on the door", "One must not rest one's weight against the door.", "Stand clear of the door."],
  [
    "Deliveries at the rear",
    "Goods are to be brought to the back of the building.",
    "Go to the back entrance with a parcel.",
  ],
  ["Shake well before use", "The contents settle and must be mixed by shaking first.", "Shake it before you open it."],
  ["Keep refrigerated", "The product has to be stored cold.", "Put it into the refrigerator."],
  ["Children must be accompanied by an adult", "Children may not come in alone.", "Bring a grown-up along."],
  ["Mind your head", "The ceiling or door frame is low and one could bump one's head.", "Duck when you pass."],
  [
    "Buy two, get one free",
    "Whoever pays for two pieces gets a third one without paying.",
    "Take three and pay for two.",
  ],
  ["This door is alarmed", "Opening the door sets off an alarm.", "Do not open it without need."],
  ["Return to sender", "The letter is to go back to the person who sent it.", "Send it back."],
];

export const textInterpretation = instructionSource(
  {
    name: "text-interpretation",
    leaf: "Conversion/Image to Text/Text Interpretation",
    description: "Sayings and notices on posters, and what they mean for the reader.",
  },
  ({ random, maxSide }) => {
    const look = lookOf(random, { dark: 0.25 });
    const [saying, meaning, advice] = random.pick(meanings);
    const size = random.int(28, 36);
    const lines = wrapped(saying, size, random.int(220, 340));
    const width = Math.max(...lines.map((one) => textWidth(one, size))) + 90;
    const height = lines.length * size * 1.4 + 90;
    const body = [
      rect(14, 14, width - 28, height - 28, {
        stroke: look.accents[0]!,
        fill: "none",
        width: 4,
        round: random.pick([0, 10, 22]),
      }),
      ...lines.map((one, i) =>
        text(width / 2, 46 + size * 0.9 + i * size * 1.4, one, { size, weight: 700, mark: "line" }),
      ),
    ];
    const exchanges: Exchange[] = [
      [
        spin(
          random,
          "{What does this mean?|Explain the text in the picture.|How is this to be understood?|What is meant by the text?|Interpret what is written here.}",
        ),
        spin(random, `{${meaning}|It means: ${meaning}|"${saying}" - ${meaning}}`),
      ],
      [
        spin(random, "{What should I do, according to it?|What does it ask of me?|What follows from it for me?}"),
        advice,
      ],
      [spin(random, "{What does it say, word for word?|Quote the text.}"), `"${saying}"`],
    ];
    const extra: readonly Exchange[] = random.shuffled(exchanges.slice(1));
    return {
      template: "poster",
      pictures: [drawing(random, look, maxSide, { width: Math.ceil(width), height: Math.ceil(height) }, ...body)],
      turns: [exchanges[0]!, ...extra.slice(0, random.pick([0, 0, 1, 2]))],
    };
  },
);
