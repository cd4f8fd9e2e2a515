/** What timetables contain and are asked about, in five languages. Slots in braces are filled by timetable.ts. */
import type { Language } from "../charts/units.ts";

export interface TimetableWords {
  /** Monday to Friday, as heads and in sentences. */
  readonly days: readonly string[];
  readonly dayNames: readonly string[];
  readonly subjects: readonly string[];
  readonly classes: readonly string[];
  readonly stops: readonly string[];
  readonly people: readonly string[];
  readonly lines: readonly string[];
  readonly none: string;
  readonly counted: string;
  readonly list: string;
  /** `{d}` is a day's name, `{t}` a time, `{s}` a subject. */
  readonly school: {
    readonly titles: readonly string[];
    readonly time: string;
    readonly caption: string;
    readonly which: string;
    readonly daysOf: string;
    readonly first: string;
    readonly tellFirst: string;
    readonly last: string;
    readonly doubles: string;
    readonly onDay: string;
    readonly blocks: string;
    readonly begins: string;
    readonly at: string;
  };
  /** `{o}` is a service, `{a}` and `{b}` stops. */
  readonly departures: {
    readonly stop: string;
    readonly service: string;
    readonly title: string;
    readonly caption: string;
    readonly when: string;
    readonly at: string;
    readonly ride: string;
    readonly tellRide: string;
    readonly after: string;
    readonly stops: string;
    readonly gap: string;
    readonly tellGap: string;
    readonly last: string;
  };
  /** `{p}` is a person, `{k}` a shift. The last kind of shift is a day off. */
  readonly shifts: {
    readonly titles: readonly string[];
    readonly name: string;
    readonly kinds: readonly [string, string, string, string];
    readonly caption: string;
    readonly which: string;
    readonly tellShift: string;
    readonly tellOff: string;
    readonly who: string;
    readonly off: string;
    readonly people: string;
  };
}

const english: TimetableWords = {
  days: ["Mon", "Tue", "Wed", "Thu", "Fri"],
  dayNames: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
  subjects: "Math,English,Art,Music,Sports,History,Biology,Physics,French,Latin,Drama,Coding".split(","),
  classes: ["5A", "6B", "7C", "8A", "9D", "10B"],
  stops: "Harbor,Market,Museum,Park,Bridge,Clinic,Airport,Mill,Castle,Lake,Campus,Zoo,Arena".split(","),
  people: "Anna,Ben,Carla,David,Emma,Felix,Grace,Hugo,Ines,Jonas".split(","),
  lines: ["Bus", "Tram", "Train", "Ferry"].flatMap((kind) =>
    ["12", "7", "S3", "40", "R5"].map((no) => `${kind} ${no}`),
  ),
  none: "None of them.",
  counted: "{n}: {list}.",
  list: "{list}.",
  school: {
    titles: ["Timetable {c}", "Weekly schedule {c}", "Class schedule {c}", "Lesson plan {c}"],
    time: "Time",
    caption: "{title}: {n} days with {m} lessons each, starting at {t}. {d} begins with {s}.",
    which: "Which lesson takes place on {d} at {t}?",
    daysOf: "On which days is {s} taught?",
    first: "What is the first lesson on {d}?",
    tellFirst: "{s}, at {t}.",
    last: "What is the last lesson on {d}?",
    doubles: "Which lessons last two periods?",
    onDay: "{s} on {d}",
    blocks: "How many blocks of {s} are there in the week? A double lesson counts as one.",
    begins: "When does the first lesson begin?",
    at: "At {t}.",
  },
  departures: {
    stop: "Stop",
    service: "No. {o}",
    title: "{line}: {a} - {b}",
    caption: "Timetable of {line} from {a} to {b} with {n} services and {m} stops. The first service leaves at {t}.",
    when: "When does No. {o} stop at {a}?",
    at: "At {t}.",
    ride: "How long is the ride from {a} to {b} with No. {o}?",
    tellRide: "It leaves {a} at {t} and reaches {b} at {u}, so it takes {n} minutes.",
    after: "Which stop comes right after {a}?",
    stops: "How many stops does the timetable list?",
    gap: "How many minutes lie between two services?",
    tellGap: "At {a} they leave at {t} and {u}, which is {n} minutes apart.",
    last: "What is the last departure from {a}?",
  },
  shifts: {
    titles: ["Shift plan, week {w}", "Duty roster, week {w}", "Work schedule, week {w}"],
    name: "Name",
    kinds: ["Early", "Late", "Night", "Off"],
    caption: "{title}, for {list} from {d} to {e}.",
    which: "Which shift does {p} have on {d}?",
    tellShift: "{k}.",
    tellOff: "{p} is off.",
    who: 'Who has "{k}" on {d}?',
    off: "How many days is {p} off?",
    people: "How many people are on the plan?",
  },
};

const chinese: TimetableWords = {
  days: ["周一", "周二", "周三", "周四", "周五"],
  dayNames: ["周一", "周二", "周三", "周四", "周五"],
  subjects: "语文,数学,英语,物理,化学,生物,历史,地理,音乐,美术,体育,信息".split(","),
  classes: ["初一（1）班", "初二（3）班", "初三（2）班", "高一（4）班", "五年级二班", "六年级一班"],
  stops: "火车站,市场,博物馆,公园,大桥,医院,机场,体育馆,图书馆,湖滨,大学,动物园,广场".split(","),
  people: "小明,小红,小刚,小丽,小强,小芳,小军,小美,小华,小杰".split(","),
  lines: ["12路公交", "7路公交", "40路公交", "2号线", "轮渡3线"],
  none: "没有。",
  counted: "{n}个：{list}。",
  list: "{list}。",
  school: {
    titles: ["{c}课程表", "{c}课表", "{c}每周课程安排"],
    time: "时间",
    caption: "{title}：共{n}天，每天{m}节课，{t}开始上课。{d}第一节是{s}。",
    which: "{d}{t}上什么课？",
    daysOf: "哪几天有{s}课？",
    first: "{d}第一节是什么课？",
    tellFirst: "{s}，{t}开始。",
    last: "{d}最后一节是什么课？",
    doubles: "哪些课连上两节？",
    onDay: "{d}的{s}",
    blocks: "一周有几次{s}课？连上两节的算一次。",
    begins: "第一节课几点开始？",
    at: "{t}。",
  },
  departures: {
    stop: "站名",
    service: "{o}次",
    title: "{line}：{a}—{b}",
    caption: "{line}从{a}到{b}的时刻表，共{n}个班次、{m}站。首班车{t}发车。",
    when: "{o}次几点到{a}？",
    at: "{t}。",
    ride: "乘坐{o}次从{a}到{b}需要多少分钟？",
    tellRide: "{t}从{a}发车，{u}到达{b}，需要{n}分钟。",
    after: "{a}的下一站是哪里？",
    stops: "时刻表列出了几站？",
    gap: "两个班次之间相隔多少分钟？",
    tellGap: "从{a}发车的时间是{t}和{u}，相隔{n}分钟。",
    last: "从{a}发出的末班车是几点？",
  },
  shifts: {
    titles: ["第{w}周排班表", "第{w}周值班表"],
    name: "姓名",
    kinds: ["早班", "中班", "夜班", "休息"],
    caption: "{title}，列出了{list}从{d}到{e}的安排。",
    which: "{p}{d}上什么班？",
    tellShift: "{k}。",
    tellOff: "{p}休息。",
    who: "{d}谁是“{k}”？",
    off: "{p}休息几天？",
    people: "表上共有几个人？",
  },
};

const german: TimetableWords = {
  days: ["Mo", "Di", "Mi", "Do", "Fr"],
  dayNames: ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag"],
  subjects: "Mathe,Deutsch,Kunst,Musik,Sport,Physik,Chemie,Biologie,Englisch,Latein,Ethik".split(","),
  classes: ["5a", "6b", "7c", "8a", "9d"],
  stops: "Hafen,Markt,Museum,Park,Brücke,Klinik,Mühle,Schloss,Rathaus,Zoo,Messe".split(","),
  people: "Anna,Bernd,Clara,David,Emma,Felix,Greta,Jonas,Lena,Paul".split(","),
  lines: ["Bus 12", "Bus 40", "Tram 7", "S-Bahn 3", "Fähre 2"],
  none: "Keine.",
  counted: "{n}: {list}.",
  list: "{list}.",
  school: {
    titles: ["Stundenplan {c}", "Stundenplan der Klasse {c}"],
    time: "Zeit",
    caption: "{title}: {n} Tage mit je {m} Stunden, Beginn um {t} Uhr. Am {d} beginnt der Unterricht mit {s}.",
    which: "Welches Fach ist am {d} um {t} Uhr dran?",
    daysOf: "An welchen Tagen steht {s} auf dem Plan?",
    first: "Welches Fach kommt am {d} zuerst?",
    tellFirst: "{s}, um {t} Uhr.",
    last: "Welches Fach kommt am {d} zuletzt?",
    doubles: "Welche Fächer dauern zwei Stunden?",
    onDay: "{s} am {d}",
    blocks: "Wie oft steht {s} in der Woche auf dem Plan? Eine Doppelstunde zählt einmal.",
    begins: "Wann beginnt die erste Stunde?",
    at: "Um {t} Uhr.",
  },
  departures: {
    stop: "Halt",
    service: "Nr. {o}",
    title: "{line}: {a} - {b}",
    caption: "Fahrplan ({line}) von {a} nach {b} mit {n} Fahrten und {m} Halten. Die erste Fahrt beginnt um {t} Uhr.",
    when: "Wann hält Nr. {o} am Halt „{a}“?",
    at: "Um {t} Uhr.",
    ride: "Wie lange dauert die Fahrt mit Nr. {o} von „{a}“ bis „{b}“?",
    tellRide: "Ab {a} um {t}, an {b} um {u}; das sind {n} Minuten.",
    after: "Welcher Halt folgt auf „{a}“?",
    stops: "Wie viele Halte nennt der Fahrplan?",
    gap: "Wie viele Minuten liegen zwischen zwei Fahrten?",
    tellGap: "Am Halt „{a}“ fahren sie um {t} und {u}; dazwischen liegen {n} Minuten.",
    last: "Wann geht die letzte Fahrt ab „{a}“?",
  },
  shifts: {
    titles: ["Dienstplan, Woche {w}", "Schichtplan, Woche {w}"],
    name: "Name",
    kinds: ["Früh", "Spät", "Nacht", "Frei"],
    caption: "{title}, für {list} von {d} bis {e}.",
    which: "Welche Schicht hat {p} am {d}?",
    tellShift: "{k}.",
    tellOff: "{p} hat frei.",
    who: "Bei wem steht am {d} „{k}“?",
    off: "Wie viele Tage hat {p} frei?",
    people: "Wie viele Personen stehen auf dem Plan?",
  },
};

const spanish: TimetableWords = {
  days: ["lun", "mar", "mié", "jue", "vie"],
  dayNames: ["lunes", "martes", "miércoles", "jueves", "viernes"],
  subjects: "Lengua,Inglés,Arte,Música,Historia,Biología,Física,Química,Latín,Ética".split(","),
  classes: ["1.º A", "2.º B", "3.º C", "4.º A"],
  stops: "Puerto,Mercado,Museo,Parque,Puente,Clínica,Molino,Castillo,Plaza,Zoo,Estadio".split(","),
  people: "Ana,Bruno,Carla,Diego,Elena,Hugo,Inés,Marta,Pablo,Rosa".split(","),
  lines: ["Bus 12", "Bus 40", "Tranvía 7", "Tren R5", "Ferri 2"],
  none: "Ninguna.",
  counted: "{n}: {list}.",
  list: "{list}.",
  school: {
    titles: ["Horario {c}", "Horario semanal {c}"],
    time: "Hora",
    caption: "{title}: {n} días con {m} clases cada uno, desde las {t}. El {d} empieza con {s}.",
    which: "¿Qué clase hay el {d} a las {t}?",
    daysOf: "¿Qué días hay {s}?",
    first: "¿Cuál es la primera clase del {d}?",
    tellFirst: "{s}, a las {t}.",
    last: "¿Cuál es la última clase del {d}?",
    doubles: "¿Qué clases duran dos horas seguidas?",
    onDay: "{s} el {d}",
    blocks: "¿Cuántas veces por semana hay {s}? Una clase doble cuenta una vez.",
    begins: "¿A qué hora empieza la primera clase?",
    at: "A las {t}.",
  },
  departures: {
    stop: "Parada",
    service: "N.º {o}",
    title: "{line}: {a} - {b}",
    caption: "Horario de {line}, de {a} a {b}, con {n} servicios y {m} paradas. El primero sale a las {t}.",
    when: "¿A qué hora para el n.º {o} en {a}?",
    at: "A las {t}.",
    ride: "¿Cuánto dura el viaje de {a} a {b} con el n.º {o}?",
    tellRide: "Sale de {a} a las {t} y llega a {b} a las {u}: son {n} minutos.",
    after: "¿Qué parada viene después de {a}?",
    stops: "¿Cuántas paradas tiene el horario?",
    gap: "¿Cuántos minutos hay entre dos servicios?",
    tellGap: "En {a} salen a las {t} y a las {u}: hay {n} minutos.",
    last: "¿A qué hora es la última salida de {a}?",
  },
  shifts: {
    titles: ["Turnos, semana {w}", "Plan de trabajo, semana {w}"],
    name: "Nombre",
    kinds: ["Mañana", "Tarde", "Noche", "Libre"],
    caption: "{title}, para {list}, de {d} a {e}.",
    which: "¿Qué turno tiene {p} el {d}?",
    tellShift: "{k}.",
    tellOff: "{p} tiene el día libre.",
    who: "¿Quién tiene «{k}» el {d}?",
    off: "¿Cuántos días libres tiene {p}?",
    people: "¿Cuántas personas hay en el plan?",
  },
};

const french: TimetableWords = {
  days: ["lun.", "mar.", "mer.", "jeu.", "ven."],
  dayNames: ["lundi", "mardi", "mercredi", "jeudi", "vendredi"],
  subjects: "Maths,Français,Anglais,Arts,Musique,Sport,Histoire,Physique,Chimie,Latin".split(","),
  classes: ["6e A", "5e B", "4e C", "3e A"],
  stops: "Port,Marché,Musée,Parc,Pont,Clinique,Moulin,Château,Mairie,Zoo,Stade".split(","),
  people: "Anne,Bruno,Chloé,Denis,Emma,Hugo,Inès,Lucie,Paul,Rose".split(","),
  lines: ["Bus 12", "Bus 40", "Tram 7", "Train R5", "Bac 2"],
  none: "Aucun.",
  counted: "{n} : {list}.",
  list: "{list}.",
  school: {
    titles: ["Emploi du temps {c}", "Semaine de la {c}"],
    time: "Heure",
    caption: "{title} : {n} jours de {m} cours chacun, à partir de {t}. Le {d} commence par {s}.",
    which: "Quel cours a lieu le {d} à {t} ?",
    daysOf: "Quels jours y a-t-il {s} ?",
    first: "Quel est le premier cours du {d} ?",
    tellFirst: "{s}, à {t}.",
    last: "Quel est le dernier cours du {d} ?",
    doubles: "Quels cours durent deux heures de suite ?",
    onDay: "{s} le {d}",
    blocks: "Combien de fois par semaine y a-t-il {s} ? Un cours double compte une fois.",
    begins: "À quelle heure commence le premier cours ?",
    at: "À {t}.",
  },
  departures: {
    stop: "Arrêt",
    service: "N° {o}",
    title: "{line} : {a} - {b}",
    caption: "Horaires ({line}) de {a} à {b}, avec {n} services et {m} arrêts. Le premier part à {t}.",
    when: "À quelle heure le n° {o} s’arrête-t-il à « {a} » ?",
    at: "À {t}.",
    ride: "Combien de temps dure le trajet de « {a} » à « {b} » avec le n° {o} ?",
    tellRide: "Départ de {a} à {t}, arrivée à {b} à {u} : {n} minutes.",
    after: "Quel arrêt vient après « {a} » ?",
    stops: "Combien d’arrêts l’horaire compte-t-il ?",
    gap: "Combien de minutes séparent deux services ?",
    tellGap: "À « {a} », ils partent à {t} et {u}, soit {n} minutes d’écart.",
    last: "À quelle heure part le dernier service de « {a} » ?",
  },
  shifts: {
    titles: ["Planning, semaine {w}", "Équipes, semaine {w}"],
    name: "Nom",
    kinds: ["Matin", "Soir", "Nuit", "Repos"],
    caption: "{title}, pour {list}, de {d} à {e}.",
    which: "Quelle équipe est indiquée pour {p} le {d} ?",
    tellShift: "{k}.",
    tellOff: "{p} est en repos.",
    who: "Qui a « {k} » le {d} ?",
    off: "Combien de jours de repos sont notés pour {p} ?",
    people: "Combien de personnes figurent sur le planning ?",
  },
};

export const timetableWords: Readonly<Record<Language, TimetableWords>> = {
  en: english,
  zh: chinese,
  de: german,
  es: spanish,
  fr: french,
};
