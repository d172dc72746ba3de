import { describe, expect, test } from 'vitest';
import { fresh, Server, send, text, write } from '#tests/support/outbox-server.ts';
import {
  change,
  choicesOf,
  choose,
  heldBy,
  isWaiting,
  openOutbox,
  receive,
  rivalsOf,
  savesOf,
  takeBatch,
  viewOf,
} from './outbox.ts';

describe('what a page holds', () => {
  test('is let go only when the server has it', () => {
    const server = new Server();
    let page = write(server.show(), 1, 'a');
    page = send(server, page, { arrives: false });
    expect(heldBy(page)).toHaveLength(1);
    page = send(server, page, { heard: false });
    expect(heldBy(page)).toHaveLength(1);
    page = send(server, page);
    expect(heldBy(page)).toEqual([]);
    expect(viewOf(page, 1)).toMatchObject({ answer: text('a'), revision: 1 });
  });

  test('stays when a question is refused, is not sent again, and goes with the next answer to it', () => {
    const server = new Server();
    const { outbox, batch } = takeBatch(write(server.show(), 1, 'a'));
    let page = receive(outbox, batch, {
      open: true,
      slots: [{ saveId: batch[0]?.saveId ?? '', slot: 1, outcome: 'refused' }],
      conflicts: [],
    });
    expect(heldBy(page)).toMatchObject([{ state: 'refused' }]);
    expect(heldBy(page).some(isWaiting)).toBe(false);
    page = send(server, write(page, 1, 'b'));
    expect(heldBy(page)).toEqual([]);
    expect(server.standing.get(1)?.answer).toEqual(text('b'));
  });

  test('has a new name whenever it says something else than what may have been sent', () => {
    const first = write(openOutbox([], []), 1, 'a');
    const name = first.own.get(1)?.saveId;
    expect(write(first, 1, 'ab').own.get(1)?.saveId).toBe(name);
    const sent = takeBatch(first).outbox;
    const next = write(sent, 1, 'abc').own.get(1);
    expect(next?.saveId).not.toBe(name);
    expect(next?.after).toEqual([name]);
  });

  test('is nothing where she is back at what stands and nothing was sent', () => {
    const stands = openOutbox([{ slot: 1, answer: text('a'), flagged: false, revision: 3 }], []);
    expect(heldBy(write(write(stands, 1, 'b'), 1, 'a'))).toEqual([]);
    const sent = takeBatch(write(stands, 1, 'b')).outbox;
    expect(heldBy(write(sent, 1, 'a'))).toMatchObject([{ answer: text('a'), basedOn: 3 }]);
  });

  test('an answer written while another is under way stands on what the server says of that', () => {
    const server = new Server();
    const { outbox, batch } = takeBatch(write(server.show(), 1, 'a'));
    let page = write(outbox, 1, 'ab');
    page = receive(page, batch, server.take(savesOf(batch, 0)));
    expect(heldBy(page)).toMatchObject([{ answer: text('ab'), basedOn: 1, after: [] }]);
    expect(viewOf(page, 1).answer).toEqual(text('ab'));
    page = send(server, page);
    expect(server.standing.get(1)).toMatchObject({ answer: text('ab'), revision: 2 });
    expect(server.conflicts()).toEqual([]);
  });

  test('a mark that is saved says nothing of an answer that another device wrote meanwhile', () => {
    for (const marksFirst of [true, false]) {
      const server = new Server();
      let office = server.show();
      send(server, write(server.show(), 1, 'phone'));
      office = change(office, 1, { answer: null, flagged: true }, fresh());
      if (marksFirst) office = send(server, office);
      const { outbox, batch } = takeBatch(office);
      office = write(outbox, 1, 'office', true);
      if (!marksFirst) office = receive(office, batch, server.take(savesOf(batch, 0)));
      office = send(server, office);
      expect(server.standing.get(1)?.answer).toEqual(text('phone'));
      expect(rivalsOf(office, 1)).toMatchObject([{ answer: text('office'), here: true }]);
    }
  });

  test('who marks a question first goes on to answer it', () => {
    const server = new Server();
    let page = send(server, change(server.show(), 1, { answer: null, flagged: true }, fresh()));
    page = send(server, write(page, 1, 'a', true));
    expect(server.standing.get(1)?.answer).toEqual(text('a'));
    expect(server.conflicts()).toEqual([]);
    expect(heldBy(page)).toEqual([]);
  });

  test('phone offline 1, 2, 1; office 2; the phone returns: she is asked, and either choice is kept', () => {
    for (const keepsHers of [true, false]) {
      const server = new Server();
      let phone = server.show();
      for (const value of ['1', '2', '1']) phone = send(server, write(phone, 1, value), { arrives: false });
      const office = send(server, write(server.show(), 1, '2'));
      expect(heldBy(office)).toEqual([]);
      phone = send(server, phone);
      expect(server.standing.get(1)?.answer).toEqual(text('2'));
      expect(rivalsOf(phone, 1)).toMatchObject([{ answer: text('1'), here: true }]);
      const [rival] = rivalsOf(phone, 1);
      phone = send(server, choose(phone, 1, keepsHers ? (rival?.saveId ?? '') : null, fresh()));
      expect(heldBy(phone)).toEqual([]);
      expect(server.conflicts()).toEqual([]);
      expect(viewOf(phone, 1).answer).toEqual(text(keepsHers ? '1' : '2'));
      expect(server.standing.get(1)?.answer).toEqual(text(keepsHers ? '1' : '2'));
    }
  });

  test('a conflict that was settled on another device is heard of, and its entry goes', () => {
    const server = new Server();
    let phone = send(server, write(server.show(), 1, 'phone'), { arrives: false });
    let office = send(server, write(server.show(), 1, 'office'));
    phone = send(server, phone);
    expect(heldBy(phone)).toMatchObject([{ state: 'conflict' }]);
    office = server.show();
    office = send(server, choose(office, 1, null, fresh()));
    // Whatever the phone sends next tells it that there is no question any more.
    phone = send(server, write(phone, 2, 'other'));
    phone = send(server, phone);
    expect(heldBy(phone)).toEqual([]);
    expect(viewOf(phone, 1).answer).toEqual(text('office'));
    expect(heldBy(office)).toEqual([]);
  });

  test('what comes after the end is stored as late and goes', () => {
    const server = new Server();
    let page = send(server, write(server.show(), 1, 'in time'));
    page = write(page, 1, 'too late');
    server.open = false;
    page = send(server, page, { all: true });
    expect(page.over).toBe(true);
    expect(heldBy(page)).toEqual([]);
    expect(server.standing.get(1)?.answer).toEqual(text('in time'));
    expect([...server.kept.values()]).toMatchObject([{ reason: 'LATE', answer: text('too late') }]);
  });
});

test('nothing is put in the place of what she is writing: she is asked once it has been sent', () => {
  const server = new Server();
  let stale = server.show();
  send(server, write(server.show(), 1, '11'));
  const { outbox, batch } = takeBatch(write(stale, 1, 'tra lờ'));
  stale = write(outbox, 1, 'tra lời 13 ký');
  stale = receive(stale, batch, server.take(savesOf(batch, 0)));
  expect(stale.conflicts).toHaveLength(1);
  expect(choicesOf(stale)).toEqual([]);
  stale = send(server, stale);
  expect(choicesOf(stale)).toHaveLength(1);
  expect(rivalsOf(stale, 1).map((rival) => rival.answer)).toEqual([text('tra lời 13 ký')]);
});
