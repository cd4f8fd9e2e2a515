/** Names of series and of the firms, towns and schools that titles speak of, in five languages. */
import type { Language } from "./units.ts";

/** Names that tell several series of one chart apart, when a second collection of the topic would be too long. */
export const seriesNames: Record<Language, readonly (readonly string[])[]> = {
  en: [
    ["2022", "2023", "2024", "2025"],
    ["Women", "Men"],
    ["Plan", "Actual"],
    ["Store A", "Store B", "Store C", "Store D"],
    ["Team Red", "Team Blue", "Team Gold"],
    ["Morning", "Afternoon", "Evening", "Night"],
    ["Online", "In store"],
    ["Group 1", "Group 2", "Group 3"],
    ["Before", "After"],
    ["Basic", "Plus", "Pro"],
    ["Alpha", "Beta", "Gamma", "Delta"],
    ["Domestic", "Export"],
    ["Oslo", "Lima", "Cairo", "Hanoi"],
  ],
  zh: [
    ["2022年", "2023年", "2024年"],
    ["男生", "女生"],
    ["计划", "实际"],
    ["甲店", "乙店", "丙店", "丁店"],
    ["线上", "线下"],
    ["上午", "下午", "晚上"],
    ["东部", "西部", "中部"],
  ],
  de: [
    ["2023", "2024", "2025"],
    ["Plan", "Ist"],
    ["Nord", "Süd", "West"],
    ["Filiale 1", "Filiale 2"],
    ["Inland", "Ausland"],
  ],
  es: [
    ["2023", "2024", "2025"],
    ["Norte", "Sur", "Este"],
    ["Hombres", "Mujeres"],
    ["Previsto", "Real"],
  ],
  fr: [
    ["2023", "2024", "2025"],
    ["Nord", "Sud", "Est"],
    ["Hommes", "Femmes"],
    ["Prévu", "Réel"],
  ],
};

/** Firms, schools and towns that titles name now and then. */
export const places: Record<Language, readonly string[]> = {
  en: [
    "Harbor Foods",
    "Nordlight Ltd",
    "Bluebird Air",
    "Maple School",
    "Green Valley",
    "Orion Labs",
    "Riverside Clinic",
    "Alpine Rail",
    "Sunset Books",
    "Copper & Sons",
    "Lakeview Farm",
    "Metro East",
    "Pinewood",
    "Atlas Shop",
    "Stone Bay",
    "Vista Bank",
    "Island Ferry",
    "Hillcrest",
    "Juniper Inc",
    "Delta Works",
  ],
  zh: ["东湖公司", "阳光小学", "春风商店", "长江工厂", "和平医院", "绿野农场", "海天科技", "光明书店"],
  de: ["Bäckerei Lang", "Nordwerk", "Stadtwerke", "Hof Sommer", "Seeblick", "Schule am Park"],
  es: ["Casa Luna", "Grupo Mar", "Colegio Sol", "Finca Alta", "Tienda Río"],
  fr: ["Maison Roux", "Groupe Azur", "École du Parc", "Ferme Bel Air", "Port Vieux"],
};
