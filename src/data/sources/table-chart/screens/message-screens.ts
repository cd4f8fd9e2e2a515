/** Screens of messages: an inbox and a chat. */
import { listed } from "../charts/answers.ts";
import { avatar, firstName, fits, type Maker, names, row } from "./content.ts";

export const mailList: Maker = (kit, height) => {
  const { random, look } = kit;
  const subjects = [
    "Lunch on Friday",
    "Your invoice",
    "Trip photos",
    "Meeting moved",
    "New draft",
    "Parcel shipped",
    "Game night",
    "Rent receipt",
    "Team notes",
    "Ticket booked",
    "Doctor visit",
    "Book club",
    "Garden plan",
    "Car repair",
  ];
  const count = fits(kit, height, 4, look.wide ? 6 : 8);
  const senders = random.shuffled(names).slice(0, count);
  const topics = random.shuffled(subjects).slice(0, count);
  const unread = senders.map(() => random.chance(0.4));
  let minutes = random.int(8, 20) * 60 + random.int(0, 59);
  const times = senders.map(() => {
    minutes = Math.max(5, minutes - random.int(11, 95));
    return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  });
  const body = senders
    .map((name, i) =>
      row(
        kit,
        `${avatar(kit, name)}<div${kit.mark("item", `the mail from ${name}`, `A mail from ${name} with the subject "${topics[i]!}"${unread[i] ? ", not read yet" : ""}.`)} style="flex:1;min-width:0"><div style="display:flex;gap:6px;${unread[i] ? "font-weight:bold" : ""}"><span style="flex:1;white-space:nowrap">${name}</span><span style="color:${look.faint};font-weight:normal;font-size:${look.fontSize - 1}px">${times[i]!}</span></div><div style="color:${unread[i] ? look.ink : look.faint};white-space:nowrap">${topics[i]!}</div></div>${unread[i] ? `<div style="flex:none;width:9px;height:9px;border-radius:50%;background:${look.accent}"></div>` : '<div style="flex:none;width:9px"></div>'}`,
      ),
    )
    .join("");
  const at = random.int(0, count - 1);
  const fresh = senders.filter((_, i) => unread[i]);
  return {
    title: random.pick(["Inbox", "Mail", "Messages", "All mail"]),
    body,
    summary: `A mail inbox with ${count} messages, of which ${fresh.length} ${fresh.length === 1 ? "is" : "are"} unread. The newest is from ${senders[0]!}, "${topics[0]!}".`,
    questions: [
      [`Who sent the mail "${topics[at]!}"?`, senders[at]!],
      [`What is the subject of the mail from ${senders[at]!}?`, topics[at]!],
      [`When did the mail from ${senders[at]!} arrive?`, `At ${times[at]!}.`],
      [
        "Unread mails carry a dot. How many are unread?",
        fresh.length === 0 ? "None." : `${fresh.length}: from ${listed(fresh, "en")}.`,
      ],
      ["Which mail is at the top of the list?", `"${topics[0]!}" from ${senders[0]!}.`],
    ],
  };
};

export const chat: Maker = (kit, height) => {
  const { random, look } = kit;
  const friend = random.pick(names);
  const lines = random.shuffled([
    "See you at six?",
    "Yes, that works.",
    "I am on my way.",
    "Can you bring milk?",
    "The bus is late.",
    "Great, thanks!",
    "Where are you?",
    "At the station.",
    "Happy birthday!",
    "Call me later.",
    "Did you get it?",
    "Not yet.",
    "Good morning!",
    "Lunch today?",
  ]);
  const count = fits(kit, height - look.fontSize * 4, 3.6, 7);
  let minutes = random.int(8, 20) * 60;
  const messages = lines.slice(0, count).map((text) => {
    minutes += random.int(1, 14);
    return {
      text,
      mine: random.chance(0.5),
      time: `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`,
    };
  });
  const bubbles = messages.map(
    ({ text, mine, time }) =>
      `<div style="display:flex;justify-content:${mine ? "flex-end" : "flex-start"};margin-bottom:${Math.round(look.fontSize * 0.5)}px"><div${kit.mark("message", `the message "${text}"`, `A message ${mine ? "sent by the user" : `from ${friend}`}: "${text}"`)} style="background:${mine ? look.accent : look.surface};color:${mine ? look.onAccent : look.ink};border:1px solid ${mine ? look.accent : look.line};border-radius:${Math.max(8, look.radius)}px;padding:4px 9px;white-space:nowrap">${text} <span style="font-size:${look.fontSize - 2}px;opacity:.8">${time}</span></div></div>`,
  );
  const at = random.int(0, count - 1);
  const own = messages.filter(({ mine }) => mine).length;
  const last = messages[count - 1]!;
  return {
    title: friend,
    body: `<div style="padding:${Math.round(look.fontSize * 0.7)}px">${bubbles.join("")}<div style="display:flex;gap:6px;align-items:center"><div${kit.mark("field", "the message field", "A field for typing a new message.")} style="flex:1;border:1px solid ${look.line};border-radius:${look.radius}px;padding:4px 9px;color:${look.faint};background:${look.surface}">Message</div>${kit.iconButton("send", "", Math.round(look.fontSize * 1.5), look.accent)}</div></div>`,
    summary: `A chat with ${friend} that shows ${count} messages; the last one is "${last.text}", ${last.mine ? "sent by the user" : `sent by ${firstName(friend)}`}.`,
    questions: [
      ["Who is the chat with?", friend],
      [
        "Messages of the user stand on the right. What is the last message, and who wrote it?",
        `"${last.text}", written by ${last.mine ? "the user" : firstName(friend)}.`,
      ],
      [`When was "${messages[at]!.text}" sent?`, `At ${messages[at]!.time}.`],
      ["How many messages stand on the right side?", own === 0 ? "None." : String(own)],
    ],
  };
};
