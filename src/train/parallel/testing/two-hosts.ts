/**
 * Two hosts in one machine: network namespaces with names of their own, joined by a pair of virtual cards. Programs there
 * reach each other over TCP alone. Needs root and the right to make namespaces.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface TwoHosts {
  readonly folder: string;
  remove(): void;
}

const names = ["periscope-a", "periscope-b"] as const;
const network = "10.213.77.0/24";
const addresses = ["10.213.77.1", "10.213.77.2"] as const;

/** The hosts, or why there are none. */
export function twoHosts(folder: string): TwoHosts | string {
  if (process.platform !== "linux") return `network namespaces are Linux's, this is ${process.platform}`;
  const ip = (command: string) => {
    const { status, stderr, error } = spawnSync("ip", command.split(" "), { encoding: "utf8" });
    return status === 0 ? undefined : `"ip ${command}" is refused here: ${(error?.message ?? stderr).trim()}`;
  };
  const remove = () => {
    for (const name of names) ip(`netns del ${name}`); // the cards go with their namespaces
  };
  remove(); // of a test that was killed
  const commands = [
    ...names.map((name) => `netns add ${name}`),
    "link add psc-a type veth peer name psc-b",
    ...names.flatMap((name, i) => {
      const card = i === 0 ? "psc-a" : "psc-b";
      return [
        `link set ${card} netns ${name}`,
        `-n ${name} addr add ${addresses[i]}/24 dev ${card}`,
        `-n ${name} link set ${card} up`,
        `-n ${name} link set lo up`,
      ];
    }),
  ];
  for (const command of commands) {
    const problem = ip(command);
    if (problem) {
      remove();
      return problem;
    }
  }
  const shell = spawnSync("nsenter", ["--version"]);
  if (shell.status !== 0) {
    remove();
    return "there is no nsenter";
  }
  return { folder, remove };
}

/** Runs a program on both hosts, one rank each; the launcher itself runs on the first. */
export function launchOnTwoHosts(
  mpirun: string,
  { folder }: TwoHosts,
  program: readonly string[],
  environment: Readonly<Record<string, string>>,
  timeoutMs = 100_000,
): { stdout: string; stderr: string; status: number | null } {
  const hostfile = join(folder, "hosts");
  writeFileSync(hostfile, addresses.map((address) => `${address} slots=1\n`).join(""));
  // in place of ssh: the namespace of that address, under a host name of its own
  const shell = join(folder, "rsh");
  const enter = (name: string) => `exec ip netns exec ${name} unshare --uts sh -c "hostname ${name}; $*"`;
  writeFileSync(
    shell,
    `#!/bin/sh\nhost=$1; shift\ncase $host in\n${addresses.map((a, i) => `${a}) ${enter(names[i]!)} ;;`).join("\n")}\nesac\n`,
  );
  chmodSync(shell, 0o755);
  const settings = {
    plm: "rsh",
    plm_rsh_agent: shell,
    oob_tcp_if_include: network,
    btl_tcp_if_include: network,
    btl: "tcp,self",
    pml: "ob1",
  };
  const command = [
    ...[mpirun, "--allow-run-as-root", "-np", "2", "--hostfile", hostfile, "--map-by", "node"],
    ...Object.entries(settings).flatMap(([key, value]) => ["--mca", key, value]),
    ...Object.keys(environment).flatMap((name) => ["-x", name]),
    ...program,
  ];
  const quoted = command.map((word) => `'${word}'`).join(" ");
  const launcher = ["netns", "exec", names[0], "unshare", "--uts", "sh", "-c", `hostname ${names[0]}; ${quoted}`];
  const { stdout, stderr, status } = spawnSync("ip", launcher, {
    encoding: "utf8",
    env: { ...process.env, ...environment },
    timeout: timeoutMs,
  });
  return { stdout, stderr, status };
}
