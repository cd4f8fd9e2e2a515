/** Things that hold other things, with a back and a front where one can look inside. */
import { type Pen, rectPath } from "../drawing.ts";
import { cloth, type Look } from "../kind.ts";
import { inkDark } from "./fittings.ts";

export const metal = "#9aa0a8";

export function mug(pen: Pen, look: Look): void {
  pen.curve("M78 28Q112 26 108 54Q104 78 76 76", look.dark, 10);
  cloth(pen, "M10 10H82V90Q80 100 70 100H22Q12 100 10 90Z", look, 90);
  pen.ellipse(46, 11, 36, 7, look.dark);
}

export function bottle(pen: Pen, look: Look): void {
  pen.rect(22, 2, 20, 12, inkDark, 2);
  pen.path("M24 14H40V44Q60 56 60 78V158Q58 168 48 168H16Q6 168 4 158V78Q4 56 24 44Z", look.main);
  pen.rect(6, 92, 52, 42, "#f6f0dc");
  pen.rect(14, 104, 36, 5, look.dark);
  pen.rect(14, 116, 26, 5, look.dark);
}

export function vaseBack(pen: Pen, look: Look): void {
  pen.ellipse(46, 12, 24, 6, look.dark);
}

export function vaseFront(pen: Pen, look: Look): void {
  cloth(pen, "M22 12Q46 22 70 12Q66 34 80 52Q98 90 66 128H26Q-6 90 12 52Q26 34 22 12Z", look, 90);
}

export function bowlBack(pen: Pen, look: Look): void {
  pen.ellipse(75, 22, 71, 14, look.dark);
}

export function bowlFront(pen: Pen, look: Look): void {
  cloth(pen, "M4 22Q75 46 146 22Q142 74 96 84V90H54V84Q8 74 4 22Z", look, 130);
}

export function boxBack(pen: Pen, look: Look): void {
  pen.polygon(
    [
      [14, 14],
      [146, 14],
      [154, 34],
      [6, 34],
    ],
    look.dark,
  );
}

export function boxFront(pen: Pen, look: Look): void {
  cloth(pen, rectPath(6, 32, 148, 72), look, 130);
  pen.rect(2, 28, 156, 12, look.light);
}

export function basketBack(pen: Pen, look: Look): void {
  pen.curve("M20 60Q24 6 80 6Q136 6 140 60", look.dark, 8);
  pen.ellipse(80, 58, 70, 10, "#5a3a1c");
}

export function basketFront(pen: Pen, look: Look): void {
  const body = "M8 58Q80 74 152 58L136 118H24Z";
  pen.path(body, look.main);
  for (const y of [76, 92, 108]) pen.path(`M0 ${y}Q80 ${y + 12} 160 ${y}`, { stroke: look.dark, width: 3 }, body);
  for (let x = 20; x < 150; x += 18) pen.path(`M${x} 50V124`, { stroke: look.dark, width: 2 }, body);
}

export function bucketBack(pen: Pen, look: Look): void {
  pen.curve("M10 36Q14 2 54 2Q94 2 98 36", metal, 4);
  pen.ellipse(54, 38, 46, 9, look.dark);
}

export function bucketFront(pen: Pen, look: Look): void {
  cloth(pen, "M8 38Q54 54 100 38L88 116H20Z", look, 100);
}

export function teapot(pen: Pen, look: Look): void {
  pen.curve("M116 42Q152 40 142 72Q136 92 110 88", look.dark, 9);
  pen.path("M34 60Q20 58 14 34L4 30L10 22L28 28Q36 54 46 78Z", look.dark);
  cloth(pen, "M26 70Q28 28 76 26Q124 28 126 70Q124 106 96 110H56Q28 106 26 70Z", look, 120);
  pen.path("M50 30Q54 16 76 16Q98 16 102 30Z", look.dark);
  pen.circle(76, 11, 7, look.dark);
}
