/** `periscope doctor`: what this machine can run programs on, and what to install for the rest. */
import type { Command } from "commander";
import type { DeviceReport } from "../runtime/devices.ts";
import { probeDevices } from "../runtime/devices.ts";

export function doctorVerb(program: Command): void {
  program
    .command("doctor")
    .description("show what this machine can run programs on, and what to install for the rest")
    .option("--json", "print the findings as JSON")
    .addHelpText("after", "\nExample:\n  $ periscope doctor")
    .action(async (options: { json?: boolean }) => {
      const report = await probeDevices();
      console.log(options.json ? JSON.stringify(report, null, 2) : renderReport(report));
      if (!report.devices.cpu.works) process.exitCode = 1;
    });
}

/** The findings as a short text: what there is, which devices work, what would help. */
export function renderReport(report: DeviceReport): string {
  const { processor, memory, engine } = report;
  const lines = [
    line("Node", `${report.nodeVersion} on ${report.platform}-${report.architecture}`),
    line("Processor", `${processor.model}, ${processor.threads} threads`),
    line("Memory", `${gibibytes(memory.totalBytes)} GiB, ${gibibytes(memory.freeBytes)} GiB free`),
    line("ONNX Runtime", engine.version ? `${engine.version} at ${engine.library}` : "cannot be loaded"),
    line("Chromium", report.chromium ?? "not found"),
    "",
    ...Object.entries(report.devices).map(([name, { works, reason }]) => line(name, works ? "works" : `no: ${reason}`)),
  ];
  const remedies = [
    ...Object.entries(report.devices).flatMap(([name, { remedy }]) => (remedy ? [`${name}: ${remedy}`] : [])),
    ...report.advice.map(({ missing, remedy }) => `${missing}: ${remedy}`),
  ];
  if (remedies.length > 0) lines.push("", "To get more:", ...remedies.map((remedy) => `  ${remedy}`));
  return lines.join("\n");
}

function line(name: string, text: string): string {
  return `${name.padEnd(14)}${text}`;
}

function gibibytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1);
}
