/** Screens of messages: an inbox and a chat. */
import { avatar, firstName, fits, type Maker, names, row } from "./content.ts";

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
const chineseSubjects =
  "周五聚餐,您的发票,旅行照片,会议改期,新的草稿,包裹已发出,棋牌之夜,房租收据,会议记录,车票已订,体检通知,读书会,花园方案,汽车保养".split(
    ",",
  );

export const mailList: Maker = (kit, height) => {
  const { random, look, say } = kit;
  const count = fits(kit, height, 4, look.wide ? 6 : 8);
  const senders = random.shuffled(names(kit)).slice(0, count);
  const topics = random.shuffled(say(subjects, chineseSubjects)).slice(0, count);
  const unread = senders.map(() => random.chance(0.4));
  let minutes = random.int(8, 20) * 60 + random.int(0, 59);
  const times = senders.map(() => {
    minutes = Math.max(5, minutes - random.int(11, 95));
    return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  });
  const body = senders
    .map((name, i) => {
      const marked = kit.mark(
        "item",
        say(`the mail from ${name}`, `${name}的邮件`),
        say(
          `A mail from ${name} with the subject "${topics[i]!}"${unread[i] ? ", not read yet" : ""}.`,
          `${name}发来的邮件，主题是“${topics[i]!}”${unread[i] ? "，还没有读" : ""}。`,
        ),
      );
      const dot = unread[i]
        ? `<div style="flex:none;width:9px;height:9px;border-radius:50%;background:${look.accent}"></div>`
        : '<div style="flex:none;width:9px"></div>';
      return row(
        kit,
        `${avatar(kit, name)}<div${marked} style="flex:1;min-width:0"><div style="display:flex;gap:6px;${unread[i] ? "font-weight:bold" : ""}"><span style="flex:1;white-space:nowrap">${name}</span><span style="color:${look.faint};font-weight:normal;font-size:${look.fontSize - 1}px">${times[i]!}</span></div><div style="color:${unread[i] ? look.ink : look.faint};white-space:nowrap">${topics[i]!}</div></div>${dot}`,
      );
    })
    .join("");
  const at = random.int(0, count - 1);
  const fresh = senders.filter((_, i) => unread[i]);
  return {
    title: random.pick(say(["Inbox", "Mail", "Messages", "All mail"], ["收件箱", "邮件", "全部邮件"])),
    body,
    summary: say(
      `A mail inbox with ${count} messages, of which ${fresh.length} ${fresh.length === 1 ? "is" : "are"} unread. The newest is from ${senders[0]!}, "${topics[0]!}".`,
      `邮件收件箱，共${count}封邮件，其中${fresh.length}封未读。最新一封来自${senders[0]!}，主题是“${topics[0]!}”。`,
    ),
    questions: [
      [say(`Who sent the mail "${topics[at]!}"?`, `“${topics[at]!}”这封邮件是谁发的？`), senders[at]!],
      [say(`What is the subject of the mail from ${senders[at]!}?`, `${senders[at]!}的邮件主题是什么？`), topics[at]!],
      [
        say(`When did the mail from ${senders[at]!} arrive?`, `${senders[at]!}的邮件是几点到的？`),
        say(`At ${times[at]!}.`, `${times[at]!}。`),
      ],
      [
        say("Unread mails carry a dot. How many are unread?", "未读邮件带有圆点。有几封未读？"),
        fresh.length === 0
          ? say("None.", "没有。")
          : say(`${fresh.length}: from ${kit.list(fresh)}.`, `${fresh.length}封，来自${kit.list(fresh)}。`),
      ],
      [
        say("Which mail is at the top of the list?", "列表最上面是哪封邮件？"),
        say(`"${topics[0]!}" from ${senders[0]!}.`, `${senders[0]!}的“${topics[0]!}”。`),
      ],
    ],
  };
};

const lines = [
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
];
const chineseLines =
  "六点见？,好的，没问题。,我在路上了。,能带点牛奶吗？,公交车晚点了。,太好了，谢谢！,你在哪儿？,在车站。,生日快乐！,晚点给我打电话。,收到了吗？,还没有。,早上好！,中午一起吃饭？".split(
    ",",
  );

export const chat: Maker = (kit, height) => {
  const { random, look, say } = kit;
  const friend = random.pick(names(kit));
  const count = fits(kit, height - look.fontSize * 4, 3.6, 7);
  let minutes = random.int(8, 20) * 60;
  const messages = random
    .shuffled(say(lines, chineseLines))
    .slice(0, count)
    .map((text) => {
      minutes += random.int(1, 14);
      const time = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
      return { text, mine: random.chance(0.5), time };
    });
  const bubbles = messages.map(({ text, mine, time }) => {
    const marked = kit.mark(
      "message",
      say(`the message "${text}"`, `消息“${text}”`),
      say(
        `A message ${mine ? "sent by the user" : `from ${friend}`}: "${text}"`,
        `${mine ? "用户" : friend}发的消息：“${text}”`,
      ),
    );
    return `<div style="display:flex;justify-content:${mine ? "flex-end" : "flex-start"};margin-bottom:${Math.round(look.fontSize * 0.5)}px"><div${marked} style="background:${mine ? look.accent : look.surface};color:${mine ? look.onAccent : look.ink};border:1px solid ${mine ? look.accent : look.line};border-radius:${Math.max(8, look.radius)}px;padding:4px 9px;white-space:nowrap">${text} <span style="font-size:${look.fontSize - 2}px;opacity:.8">${time}</span></div></div>`;
  });
  const at = random.int(0, count - 1);
  const own = messages.filter(({ mine }) => mine).length;
  const last = messages[count - 1]!;
  const input = kit.mark(
    "field",
    say("the message field", "消息输入框"),
    say("A field for typing a new message.", "输入新消息的文本框。"),
  );
  return {
    title: friend,
    body: `<div style="box-sizing:border-box;min-height:100%;display:flex;flex-direction:column;padding:${Math.round(look.fontSize * 0.7)}px">${bubbles.join("")}<div style="margin-top:auto;display:flex;gap:6px;align-items:center"><div${input} style="flex:1;border:1px solid ${look.line};border-radius:${look.radius}px;padding:4px 9px;color:${look.faint};background:${look.surface}">${say("Message", "输入消息")}</div>${kit.iconButton("send", "", Math.round(look.fontSize * 1.5), look.accent)}</div></div>`,
    summary: say(
      `A chat with ${friend} that shows ${count} messages; the last one is "${last.text}", ${last.mine ? "sent by the user" : `sent by ${firstName(friend)}`}.`,
      `与${friend}的聊天，显示了${count}条消息，最后一条是${last.mine ? "用户" : friend}发的“${last.text}”`,
    ),
    questions: [
      [say("Who is the chat with?", "这是在和谁聊天？"), friend],
      [
        say(
          "Messages of the user stand on the right. What is the last message, and who wrote it?",
          "用户的消息在右边。最后一条消息是什么，是谁写的？",
        ),
        say(
          `"${last.text}", written by ${last.mine ? "the user" : firstName(friend)}.`,
          `“${last.text}”，是${last.mine ? "用户" : friend}写的。`,
        ),
      ],
      [
        say(`When was "${messages[at]!.text}" sent?`, `“${messages[at]!.text}”是几点发的？`),
        say(`At ${messages[at]!.time}.`, `${messages[at]!.time}。`),
      ],
      [
        say("How many messages stand on the right side?", "右边有几条消息？"),
        own === 0 ? say("None.", "没有。") : say(String(own), `${own}条。`),
      ],
    ],
  };
};
