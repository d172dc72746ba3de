const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** What npm or a terminal that has gone away no longer reads must not end us before the database has stopped. */
export function surviveClosedOutput() {
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
}

/** One line per step with its time; on a terminal the line of the running step is kept up to date. */
export function showProgress(out = process.stdout) {
  const live = Boolean(out.isTTY);
  const width = () => Math.max(20, (out.columns ?? 80) - 1);
  let current;
  let timer;

  const draw = () => {
    const detail = current.detail ? `  ${current.detail}` : '';
    out.write(`\r\x1b[2K${`  … ${current.label}${detail}  ${seconds(Date.now() - current.since)}`.slice(0, width())}`);
  };
  const clear = () => {
    clearInterval(timer);
    if (live && current) out.write('\r\x1b[2K');
  };
  const finish = (mark) => {
    if (!current) return;
    clear();
    const detail = current.detail ? `  ${current.detail}` : '';
    out.write(`  ${mark} ${current.label.padEnd(34)} ${seconds(Date.now() - current.since).padStart(8)}${detail}\n`);
    current = undefined;
  };

  return {
    begin(label) {
      finish('✓');
      current = { label, since: Date.now(), detail: '' };
      if (!live) return out.write(`  · ${label}\n`);
      draw();
      timer = setInterval(draw, 200);
      timer.unref();
    },
    detail(text) {
      if (current) current.detail = text;
      if (live && current) draw();
    },
    done(detail) {
      if (current && detail !== undefined) current.detail = detail;
      finish('✓');
    },
    fail() {
      finish('✗');
    },
    leave() {
      finish('–');
    },
    say(text) {
      clear();
      out.write(`${text}\n`);
      if (live && current) timer = setInterval(draw, 200).unref();
    },
  };
}
