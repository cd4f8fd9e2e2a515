/**
 * Instructions with a picture for every step: how to draw something, part by part. A step's picture shows all that has been
 * drawn up to then, so the words of the step are true of it.
 */
import type { Random } from "../../random.ts";
import { imagePart, type Part, target } from "../../sample.ts";
import type { Draft, PagePicture, Source } from "../../source.ts";

interface Step {
  readonly en: string;
  readonly zh: string;
  /** SVG of the step's part, in a square of 100 by 100. */
  readonly svg: string;
}

interface Lesson {
  readonly en: string;
  readonly zh: string;
  steps(random: Random): readonly Step[];
}

const colorNames = [
  { css: "#d64541", en: "red", zh: "红色" },
  { css: "#2e72c8", en: "blue", zh: "蓝色" },
  { css: "#3c9a50", en: "green", zh: "绿色" },
  { css: "#e8b92e", en: "yellow", zh: "黄色" },
  { css: "#e07b2e", en: "orange", zh: "橙色" },
  { css: "#7d4fb0", en: "purple", zh: "紫色" },
  { css: "#7a5236", en: "brown", zh: "棕色" },
] as const;

const numerals = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight"];

const lessons: readonly Lesson[] = [
  {
    en: "a house",
    zh: "房子",
    steps(random) {
      const [wall, roof, door] = random.shuffled(colorNames) as [
        (typeof colorNames)[number],
        (typeof colorNames)[number],
        (typeof colorNames)[number],
      ];
      const windows = random.int(1, 2);
      const chimney = random.chance(0.5);
      const left = chimney && random.chance(0.5);
      const panes =
        windows === 1
          ? '<rect x="30" y="56" width="12" height="12" fill="#cfe8ff"/>'
          : '<rect x="27" y="56" width="12" height="12" fill="#cfe8ff"/><rect x="61" y="56" width="12" height="12" fill="#cfe8ff"/>';
      const steps: Step[] = [
        {
          en: `Draw a large ${wall.en} square for the walls.`,
          zh: `画一个${wall.zh}的大正方形作墙。`,
          svg: `<rect x="22" y="45" width="56" height="46" fill="${wall.css}"/>`,
        },
        {
          en: `Put ${an(roof.en)} triangle on top as the roof.`,
          zh: `在上面画一个${roof.zh}的三角形作屋顶。`,
          svg: `<path d="M15 45L50 14L85 45Z" fill="${roof.css}"/>`,
        },
        {
          en: `Add ${an(door.en)} door in the middle.`,
          zh: `在中间加一扇${door.zh}的门。`,
          svg: `<rect x="44" y="68" width="12" height="23" fill="${door.css}"/>`,
        },
        {
          en: `Draw ${windows === 1 ? "a window to the left of the door" : "a window on each side of the door"}.`,
          zh: windows === 1 ? "在门的左边画一扇窗。" : "在门的两边各画一扇窗。",
          svg: panes,
        },
      ];
      if (chimney)
        steps.push({
          en: `Finish with a chimney on the ${left ? "left" : "right"} side of the roof.`,
          zh: `最后在屋顶的${left ? "左" : "右"}边画一个烟囱。`,
          svg: `<rect x="${left ? 25 : 67}" y="16" width="8" height="21" fill="#888"/>`,
        });
      return steps;
    },
  },
  {
    en: "a snowman",
    zh: "雪人",
    steps(random) {
      const [hat, scarf] = random.shuffled(colorNames) as [(typeof colorNames)[number], (typeof colorNames)[number]];
      const buttons = random.int(2, 4);
      return [
        {
          en: "Draw a large white circle at the bottom.",
          zh: "在下面画一个大的白色圆。",
          svg: '<circle cx="50" cy="72" r="22" fill="#fff"/>',
        },
        {
          en: "Draw a smaller white circle on top of it for the head.",
          zh: "在它上面画一个小一点的白色圆作头。",
          svg: '<circle cx="50" cy="38" r="14" fill="#fff"/>',
        },
        {
          en: "Give it two eyes and an orange nose.",
          zh: "画上两只眼睛和一个橙色的鼻子。",
          svg: '<circle cx="45" cy="35" r="1.6" fill="#222"/><circle cx="55" cy="35" r="1.6" fill="#222"/><path d="M50 38L60 41L50 43Z" fill="#e07b2e"/>',
        },
        {
          en: `Put ${an(hat.en)} hat on its head.`,
          zh: `给它戴上一顶${hat.zh}的帽子。`,
          svg: `<rect x="34" y="24" width="32" height="4" fill="${hat.css}"/><rect x="40" y="8" width="20" height="17" fill="${hat.css}"/>`,
        },
        {
          en: `Draw ${an(scarf.en)} scarf around the neck.`,
          zh: `在脖子上画一条${scarf.zh}的围巾。`,
          svg: `<path d="M37 49H63V54H58V66H53V54H37Z" fill="${scarf.css}"/>`,
        },
        {
          en: `Finish with ${numerals[buttons]} black buttons.`,
          zh: `最后画上${"零一二三四".charAt(buttons)}颗黑色纽扣。`.replace("二颗", "两颗"),
          svg: Array.from({ length: buttons }, (_, i) => `<circle cx="46" cy="${64 + i * 8}" r="2" fill="#111"/>`).join(
            "",
          ),
        },
      ];
    },
  },
  {
    en: "a flower",
    zh: "花",
    steps(random) {
      const [petal, middle] = random.shuffled(colorNames.filter(({ en }) => en !== "green")) as [
        (typeof colorNames)[number],
        (typeof colorNames)[number],
      ];
      const petals = random.int(4, 8);
      const leaves = random.int(1, 2);
      return [
        {
          en: "Draw a long green stem.",
          zh: "画一根长长的绿色花茎。",
          svg: '<path d="M49 40H52V94H49Z" fill="#3c9a50" stroke="none"/>',
        },
        {
          en: leaves === 1 ? "Add a leaf to the right of the stem." : "Add a leaf on each side of the stem.",
          zh: leaves === 1 ? "在花茎的右边加一片叶子。" : "在花茎的两边各加一片叶子。",
          svg: `<ellipse cx="62" cy="74" rx="10" ry="4" fill="#3c9a50"/>${leaves === 2 ? '<ellipse cx="39" cy="78" rx="10" ry="4" fill="#3c9a50"/>' : ""}`,
        },
        {
          en: `Draw ${numerals[petals]} ${petal.en} petals in a circle at the top.`,
          zh: `在顶端画一圈${"零一二三四五六七八".charAt(petals)}片${petal.zh}的花瓣。`,
          svg: Array.from(
            { length: petals },
            (_, i) =>
              `<ellipse cx="50" cy="18" rx="${petals > 6 ? 5 : 6}" ry="11" fill="${petal.css}" transform="rotate(${(360 / petals) * i} 50 34)"/>`,
          ).join(""),
        },
        {
          en: `Put ${an(middle.en)} circle in the middle of the petals.`,
          zh: `在花瓣中间画一个${middle.zh}的圆。`,
          svg: `<circle cx="50" cy="34" r="8" fill="${middle.css}"/>`,
        },
      ];
    },
  },
  {
    en: "a sailing boat",
    zh: "帆船",
    steps(random) {
      const [hull, sail, flag] = random.shuffled(colorNames) as [
        (typeof colorNames)[number],
        (typeof colorNames)[number],
        (typeof colorNames)[number],
      ];
      const portholes = random.int(2, 5);
      return [
        {
          en: `Draw the hull, ${an(hull.en)} shape that is wider at the top.`,
          zh: `画一个上宽下窄的${hull.zh}船身。`,
          svg: `<path d="M15 70H85L73 88H27Z" fill="${hull.css}"/>`,
        },
        {
          en: "Draw a mast in the middle, straight up.",
          zh: "在中间竖直画一根桅杆。",
          svg: '<path d="M49 14H51V70H49Z" fill="#6b4a2f"/>',
        },
        {
          en: `Add a large ${sail.en} sail to the right of the mast.`,
          zh: `在桅杆右边加一面${sail.zh}的大帆。`,
          svg: `<path d="M53 22L82 64H53Z" fill="${sail.css}"/>`,
        },
        {
          en: `Put a small ${flag.en} flag at the top of the mast.`,
          zh: `在桅杆顶上画一面${flag.zh}的小旗。`,
          svg: `<path d="M49 10L36 14L49 18Z" fill="${flag.css}"/>`,
        },
        {
          en: `Finish with ${numerals[portholes]} round windows in the hull.`,
          zh: `最后在船身上画${"零一二三四五".charAt(portholes)}个圆窗。`.replace("二个", "两个"),
          svg: Array.from(
            { length: portholes },
            (_, i) =>
              `<circle cx="${(50 + (i - (portholes - 1) / 2) * 10).toFixed(1)}" cy="78" r="2.8" fill="#e9f4ff"/>`,
          ).join(""),
        },
      ];
    },
  },
  {
    en: "a tower of blocks",
    zh: "积木塔",
    steps(random) {
      const count = random.int(3, 6);
      const order = random.shuffled([...colorNames]).slice(0, count);
      return order.map(({ en, zh, css }, i): Step => {
        const height = 78 / 6;
        const width = 46 - i * 5;
        return {
          en: i === 0 ? `Begin with ${an(en)} block at the bottom.` : `Put a smaller ${en} block on top.`,
          zh: i === 0 ? `先在底部放一块${zh}的积木。` : `再往上放一块小一点的${zh}积木。`,
          svg: `<rect x="${50 - width / 2}" y="${(90 - (i + 1) * height).toFixed(1)}" width="${width}" height="${height.toFixed(1)}" fill="${css}"/>`,
        };
      });
    },
  },
];

export const howTo: Source = {
  name: "how-to",
  category: "interleaved",
  version: 2,
  description: "How to draw something, with a picture for every step, in English or Chinese.",
  draft({ random, maxSide }): Draft {
    const lesson = random.pick(lessons);
    const steps = lesson.steps(random);
    const language = random.chance(0.75) ? "en" : "zh";
    const side = Math.floor(Math.min(maxSide, 160 + maxSide * 0.25) * random.between(0.8, 1));
    const back = random.pick(["#ffffff", "#eef4fb", "#f7f1e3", "#e6efe3", "#dfe9f2"]);
    const line = random.pick([0, 0.8, 1.4]);
    const shift = [random.between(-6, 6), random.between(-4, 4)] as const;
    const size = random.between(0.8, 1);
    const rest = `translate(${(50 * (1 - size) + shift[0]).toFixed(1)} ${(50 * (1 - size) + shift[1] * size).toFixed(1)}) scale(${size.toFixed(3)})`;
    const pictures = steps.map(
      (_, i): PagePicture => ({
        kind: "page",
        html: `<svg width="${side}" height="${side}" viewBox="0 0 100 100" style="display:block;background:${back}"><g transform="${rest}" stroke="#333" stroke-width="${line === 0 ? 0.4 : line}">${steps
          .slice(0, i + 1)
          .map(({ svg }) => svg)
          .join("")}</g></svg>`,
        width: side,
        height: side,
        fonts: [],
      }),
    );
    const finale = random.chance(0.6);
    const title =
      language === "zh"
        ? `怎样画${lesson.zh}`
        : random.pick([
            `How to draw ${lesson.en}`,
            `Drawing ${lesson.en} in ${numerals[steps.length]} steps`,
            `Draw ${lesson.en}, step by step`,
          ]);
    const wordy = random.chance(0.5);
    return {
      template: `${lesson.en}:${steps.length}`,
      pictures,
      augment: random.weighted({ none: 6, light: 4 }),
      compose() {
        const parts: Part[] = [target(`# ${title}\n\n`)];
        for (const [i, step] of steps.entries()) {
          const number = language === "zh" ? `第${i + 1}步：` : wordy ? `Step ${i + 1}. ` : `${i + 1}. `;
          parts.push(target(`${number}${step[language]}\n\n`), imagePart(i));
        }
        if (finale)
          parts.push(
            target(language === "zh" ? `\n\n${lesson.zh}画好了。\n` : `\n\nNow you have drawn ${lesson.en}.\n`),
          );
        return { content: { kind: "document", parts }, language };
      },
    };
  },
};

function an(word: string): string {
  return `${/^[aeiou]/.test(word) ? "an" : "a"} ${word}`;
}
