/** `periscope doctor`: what this machine can run programs and shoot pages on, and what to install for the rest. */
import type { Command } from "commander";
import { availableScripts, missingPackages } from "../data/camera/fonts.ts";
import type { DeviceReport } from "../runtime/devices.ts";
import { probeDevices } from "../runtime/devices.ts";
import { packageProblem } from "../runtime/native-package.ts";

export function doctorVerb(program: Command): void {
  program
    .command("doctor")
    .description("show what this machine can run programs on, and what to install for the rest")
    .option("--json", "print the findings as JSON")
    .addHelpText("after", "\nExample:\n  $ periscope doctor")
    .action(async (options: { json?: boolean }) => {
      const report: Findings = { ...(await probeDevices()), packages: probePackages(), pages: probePages() };
      console.log(options.json ? JSON.stringify(report, null, 2) : renderReport(report));
      if (!report.devices.cpu.works || report.packages.sharp) process.exitCode = 1;
    });
}

/** What pages for training data can be written in, where there is a browser that shoots them. */
export interface PageReport {
  readonly scripts: readonly string[];
  /** Packages of fonts that are not installed, with the scripts they would add. */
  readonly missing: readonly { readonly name: string; readonly scripts: readonly string[] }[];
}

/** Why a package with a part for each kind of machine cannot be used here; undefined if it can. */
export interface PackageReport {
  /** Decodes and encodes pictures. */
  readonly sharp?: string;
  /** Draws training pictures that need no browser. */
  readonly canvas?: string;
}

export type Findings = DeviceReport & { readonly packages: PackageReport; readonly pages: PageReport };

function probePackages(): PackageReport {
  return { sharp: packageProblem("sharp"), canvas: packageProblem("@napi-rs/canvas") };
}

function probePages(): PageReport {
  return { scripts: availableScripts(), missing: missingPackages() };
}

/** The findings as a short text: what there is, which devices work, what would help. */
export function renderReport(report: Findings): string {
  const { processor, memory, engine } = report;
  const lines = [
    line("Node", `${report.nodeVersion} on ${report.platform}-${report.architecture}`),
    line("Processor", `${processor.model}, ${processor.threads} threads`),
    line("Memory", `${gibibytes(memory.totalBytes)} GiB, ${gibibytes(memory.freeBytes)} GiB free`),
    line("ONNX Runtime", engine.version ? `${engine.version} at ${engine.library}` : "cannot be loaded"),
    line("Pictures", worksOr(report.packages.sharp)),
    line("Drawings", worksOr(report.packages.canvas)),
    line("Chromium", report.chromium ?? "not found"),
    line(
      "Page shots",
      report.chromium ? `work, in ${report.pages.scripts.join(", ")} script` : "no: there is no Chromium",
    ),
    "",
    ...Object.entries(report.devices).map(([name, { works, reason }]) => line(name, works ? "works" : `no: ${reason}`)),
  ];
  const remedies = [
    ...Object.entries(report.devices).flatMap(([name, { remedy }]) => (remedy ? [`${name}: ${remedy}`] : [])),
    ...report.advice.map(({ missing, remedy }) => `${missing}: ${remedy}`),
    ...(report.platform === "linux" ? report.pages.missing : []).map(
      ({ name, scripts }) => `pages in ${scripts.join(", ")} script: apt-get install ${name}`,
    ),
  ];
  if (remedies.length > 0) lines.push("", "To get more:", ...remedies.map((remedy) => `  ${remedy}`));
  return lines.join("\n");
}

function worksOr(problem: string | undefined): string {
  return problem === undefined ? "work" : `no: ${problem}`;
}

function line(name: string, text: string): string {
  return `${name.padEnd(14)}${text}`;
}

function gibibytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1);
}
