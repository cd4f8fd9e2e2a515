/** The screen sources: phones and desktop windows in English and Chinese, with questions, summaries, captions and places of widgets. */
import type { Shot } from "../../../camera/camera.ts";
import { type Content, conversationOf, type Region } from "../../../sample.ts";
import { type Draft, type Source, type SourceContext, Unfit } from "../../../source.ts";
import { familiesOf } from "../charts/theme.ts";
import { boxText, centre, extent, pointText, type Size } from "../coordinates.ts";
import { documentOf } from "../regions.ts";
import { makeScreen } from "./frame.ts";
import { kit, randomLook, type Screen, type ScreenLanguage, type Widget } from "./kit.ts";

interface Request {
  readonly text: string;
  /** Asks for a point, not for a box. */
  readonly point?: boolean;
}

interface Requests {
  /** `{w}` is what one calls the widget, `{b}` its box. */
  readonly places: readonly Request[];
  readonly captions: readonly Request[];
  readonly summary: readonly string[];
}

const requestsIn: Readonly<Record<ScreenLanguage, Requests>> = {
  en: {
    places: [
      { text: "Where is {w}? Give its box as [left, top, right, bottom], from 0 to 999." },
      { text: "Give the bounding box of {w} (coordinates from 0 to 999)." },
      { text: "Locate {w} on the screen. Answer with a box, 0 to 999 in each direction." },
      { text: "Where would you tap to use {w}? Answer with a point (x, y), from 0 to 999.", point: true },
      { text: "Point at {w} (coordinates from 0 to 999).", point: true },
      { text: "Click on {w}. Answer with (x, y), 0 to 999 in each direction.", point: true },
    ],
    captions: [
      { text: "What is the widget at {b} for? Coordinates run from 0 to 999." },
      { text: "Describe the element in the box {b} (coordinates from 0 to 999)." },
      { text: "What does the element at {b} do? The box is given from 0 to 999." },
    ],
    summary: [
      "Summarize this screen.",
      "What does this screen show?",
      "Describe the user interface.",
      "What is this screen for?",
    ],
  },
  zh: {
    places: [
      { text: "{w}在哪里？请给出方框[左, 上, 右, 下]，坐标从0到999。" },
      { text: "给出{w}的边界框（坐标从0到999）。" },
      { text: "要使用{w}，应该点哪里？请回答点(x, y)，坐标从0到999。", point: true },
      { text: "请点击{w}。用(x, y)回答，坐标从0到999。", point: true },
    ],
    captions: [{ text: "方框{b}中的控件有什么用？坐标从0到999。" }, { text: "描述方框{b}里的元素（坐标从0到999）。" }],
    summary: ["概括一下这个界面。", "这个界面显示了什么？", "请描述这个用户界面。"],
  },
};

interface Task {
  readonly kind: "questions" | "summary" | "document" | "places" | "captions";
  readonly asked: readonly (readonly [string, string])[];
  readonly request: string;
  /** A widget's index order and the form in which each is asked for. */
  readonly order: readonly number[];
  readonly forms: readonly Request[];
}

function draftOf(context: SourceContext, wide: boolean): Draft {
  const { random, maxSide } = context;
  const long = Math.round(maxSide * (maxSide <= 512 ? random.between(0.94, 1) : random.between(0.7, 1)));
  const scale = maxSide < 640 ? 1 : random.pick(wide ? [1, 1, 1.25] : [1.25, 1.5, 1]);
  const aspect = wide ? random.between(1.3, 1.75) : random.between(0.52, 0.68);
  const side = Math.floor(long / scale);
  const size = {
    width: wide ? side : Math.round(side * aspect),
    height: wide ? Math.round(side / aspect) : side,
    fontSize: maxSide < 640 ? random.pick([11, 12]) : random.pick([13, 14, 15]),
  };
  const language = familiesOf("zh").length > 0 && random.chance(0.16) ? "zh" : "en";
  const family = random.pick(familiesOf(language).filter((name) => !/Mono|Hand|Comic|Slab/.test(name)));
  const look = randomLook(random, family, size, wide);
  const screen = makeScreen(kit(random, look, language));
  const requests = requestsIn[language];
  const kind = random.weighted({ questions: 5, summary: 1.2, document: 0.8, places: 4, captions: 2 });
  const count = random.int(1, 3);
  const task: Task = {
    kind,
    asked: random.shuffled(screen.questions).slice(0, count),
    request: random.pick(requests.summary),
    order: random.shuffled(screen.widgets.map((_, i) => i)),
    forms: Array.from({ length: count }, () => random.pick(kind === "captions" ? requests.captions : requests.places)),
  };
  return {
    template: `${screen.kind} ${kind}`,
    pictures: [{ kind: "page", html: screen.html, width: size.width, height: size.height, scale, fonts: [family] }],
    augment: "light",
    compose: ([shot]) => ({ ...composeScreen(screen, task, shot!), language }),
  };
}

function composeScreen(screen: Screen, task: Task, shot: Shot): ReturnType<Draft["compose"]> {
  const title = shot.marks.find(({ kind }) => kind === "title");
  if (!title || title.lines.some(({ box }) => box.right > shot.width - 2)) throw new Unfit("the title is cut off");
  const content = shot.marks.find(({ kind }) => kind === "content")!;
  const visible = screen.widgets.flatMap((widget) => {
    const mark = shot.marks.find(({ name }) => name === widget.id);
    return mark ? [{ widget, box: mark.box }] : [];
  });
  // answers speak of everything on the screen, so nothing of it may be cut off
  if (visible.length < screen.widgets.length) throw new Unfit("a widget lies outside the screen");
  for (const { box } of visible) {
    const inside =
      box.left >= content.box.left &&
      box.right <= content.box.right &&
      box.top >= content.box.top &&
      box.top < content.box.bottom;
    if (inside && (box.bottom > content.box.bottom - 1 || box.right > content.box.right - 1))
      throw new Unfit("a widget is cut off");
    if (box.right > shot.width || box.bottom > shot.height) throw new Unfit("a widget is cut off");
  }
  for (const mark of shot.marks) {
    if (
      mark.kind !== "content" &&
      mark.lines.some(({ box }) => box.right > shot.width - 1 || box.bottom > shot.height - 1)
    )
      throw new Unfit(`the text "${mark.text}" is cut off`);
  }
  const regions = visible.map(
    ({ widget, box }): Region => ({
      image: 0,
      kind: widget.kind,
      text: widget.refer,
      box: [box.left, box.top, box.right, box.bottom],
    }),
  );
  const write = (moved: readonly Region[], sizes: readonly Size[]) => textOf(screen, task, moved, sizes[0]!);
  const size = { width: shot.width, height: shot.height };
  return { content: write(regions, [size]), regions, rewrite: write };
}

/** The content for widgets at these places. */
function textOf(screen: Screen, task: Task, regions: readonly Region[], size: Size): Content {
  if (task.kind === "document") return documentOf(screen.summary);
  if (task.kind === "summary") return conversationOf([[task.request, screen.summary]]);
  if (task.kind === "questions") return conversationOf(task.asked);
  const turns = uniqueWidgets(screen.widgets, task.order)
    .slice(0, task.forms.length)
    .map(([widget, at], i): [string, string] => {
      const form = task.forms[i]!;
      const region = regions[at]!;
      if (task.kind === "captions") return [form.text.replace("{b}", boxText(boxOf(region), size)), widget.caption];
      const place = form.point ? pointText(centre(region), size) : boxText(boxOf(region), size);
      return [form.text.replace("{w}", widget.refer), place];
    });
  return conversationOf(turns);
}

function boxOf(region: Region): [number, number, number, number] {
  return extent(region);
}

/** Widgets in an order, without those whose description fits another one too. */
function uniqueWidgets(widgets: readonly Widget[], order: readonly number[]): [Widget, number][] {
  return order.flatMap((at): [Widget, number][] => {
    const widget = widgets[at]!;
    return widgets.filter(({ refer }) => refer === widget.refer).length === 1 ? [[widget, at]] : [];
  });
}

function source(name: string, wide: boolean, description: string): Source {
  return {
    name,
    category: "table-chart",
    version: wide ? 4 : 3,
    description,
    draft: (context) => draftOf(context, wide),
  };
}

export const screenSources: readonly Source[] = [
  source(
    "mobile-screen",
    false,
    "Phone screens (settings, mail, shop, calendar, player, chat, ...) in English or Chinese, with questions and places of widgets.",
  ),
  source(
    "desktop-screen",
    true,
    "Desktop windows of the same kinds in English or Chinese, with a navigation at the side or on top.",
  ),
];
