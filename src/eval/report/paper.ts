/** The paper's figures and its peers', as data with their source; a run's table stands beside them. */
import figures from "./paper.json" with { type: "json" };

export interface PaperRow {
  readonly model: string;
  readonly size: string | null;
  readonly table: string;
  /** By the columns' names. */
  readonly scores: Readonly<Record<string, number>>;
}

export const paper: {
  readonly source: string;
  readonly vision: readonly string[];
  readonly language: readonly string[];
  readonly rows: readonly PaperRow[];
  /** Figure 7, by a GPT-4V judge. */
  readonly judged: readonly {
    readonly against: string;
    readonly win: number;
    readonly tie: number;
    readonly lose: number;
  }[];
} = figures as unknown as {
  source: string;
  vision: string[];
  language: string[];
  rows: PaperRow[];
  judged: { against: string; win: number; tie: number; lose: number }[];
};
