// The first thing to run on a machine: it says what it needs before any newer syntax is read.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Trúc needs Node.js 20.19 or newer, and this is ${process.versions.node}: install a newer one from nodejs.org.`,
  );
  process.exit(1);
}
const { main } = await import('./start/main.mjs');
await main();
