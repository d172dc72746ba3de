import { beforeEach, describe, expect, it } from 'vitest';
import { readSession } from '#app/domain/accounts/sessions.server.ts';
import { createSignInLink } from '#app/domain/accounts/sign-in-links.server.ts';
import { loader as account, action as changePassword } from '#app/routes/learn/account.tsx';
import { loader as door, action as signIn } from '#app/routes/public/sign-in.tsx';
import { loader as seeLink, action as useLink } from '#app/routes/public/sign-in-link.tsx';
import { action as prefer } from '#app/routes/resources/preferences.ts';
import { action as signOut } from '#app/routes/resources/sign-out.ts';
import { signInWords } from '#app/words/sign-in.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createActor, createAgencies, createPerson, signInAs, type TestPerson } from '#tests/support/factories.ts';
import { createWorld, type TestWorld } from '#tests/support/world.ts';
import { call, tokenIn } from './call.ts';

const database = useDatabase();
const PASSWORD = 'bốn từ không liên quan';
let world: TestWorld;
let lan: TestPerson;
beforeEach(async () => {
  world = createWorld(database.db);
  await createAgencies(database.db);
  lan = await createPerson(database.db, { agencyCode: 'VN.X00376.DPV', password: PASSWORD });
});
/** A browser that keeps cookies has shown one. */
const KEEPS_COOKIES = 'locale=vi';
const enter = (form: Record<string, string>, path = '/sign-in', more: { token?: string; cookie?: string } = {}) =>
  call(signIn, world, path, { form, cookie: KEEPS_COOKIES, ...more });

describe('the door', () => {
  it('lets in by e-mail or number, sets the cookie and leads back to the page of this site', async () => {
    const answer = await enter({ identifier: lan.email, password: PASSWORD }, '/sign-in?to=/attempts/7%3Fquestion=3');
    expect(answer).toMatchObject({ status: 303, location: '/attempts/7?question=3' });
    expect(answer.headers.get('Set-Cookie')).toMatch(/; HttpOnly; Secure; SameSite=Lax;/);
    expect(await readSession(world, tokenIn(answer))).toMatchObject({ personId: lan.id });
    expect((await enter({ identifier: lan.personnelNumber, password: PASSWORD })).location).toBe('/');
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', '/%09/evil.example'])(
    'never leads to another site: %s',
    async (to) => {
      const path = `/sign-in?to=${to.includes('%') ? to : encodeURIComponent(to)}`;
      expect((await enter({ identifier: lan.email, password: PASSWORD }, path)).location).toBe('/');
    },
  );

  it('leads from the address that saves answers back to the attempt, and says that answers are kept', async () => {
    const path = '/sign-in?to=/attempts/7/answers';
    expect((await call(door, world, path)).data).toMatchObject({ reason: 'again' });
    expect((await enter({ identifier: lan.email, password: PASSWORD }, path)).location).toBe('/attempts/7');
  });

  it('ends the session that the browser carried before', async () => {
    const { token } = await signInAs(database.db, lan.id, world.now);
    await enter({ identifier: lan.email, password: PASSWORD }, '/sign-in', { token });
    expect(await readSession(world, token)).toBeNull();
  });

  it('answers a wrong password and an unknown person alike, and keeps what was typed but no password', async () => {
    const wrong = await enter({ identifier: lan.email, password: 'không phải' });
    const unknown = await enter({ identifier: 'nobody@truc.example', password: 'không phải' });
    expect(wrong).toMatchObject({ status: 422, data: { identifier: lan.email, errors: { identifier: 'refused' } } });
    expect({ ...(unknown.data as object), identifier: lan.email }).toEqual(wrong.data);
    expect(JSON.stringify(wrong.data)).not.toContain('không phải');
  });

  it('names each empty or impossible field', async () => {
    const answer = await enter({ identifier: 'lan.nguyen', password: '' });
    expect(answer).toMatchObject({ status: 422, data: { identifier: 'lan.nguyen' } });
    expect(answer.data).toMatchObject({ errors: { identifier: 'identifier', password: 'password' } });
  });

  it('says how long to wait after ten wrong passwords', async () => {
    for (let tried = 0; tried < 10; tried++) await enter({ identifier: lan.email, password: 'sai' });
    const answer = await enter({ identifier: lan.email, password: PASSWORD });
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('Retry-After'))).toBe(15);
    expect(tokenIn(answer)).toBeNull();
  });

  it('leads a browser that has shown no cookie yet through itself, and on when the session comes back', async () => {
    const entered = await enter({ identifier: lan.email, password: PASSWORD }, '/sign-in?to=/learning', { cookie: '' });
    expect(entered).toMatchObject({ status: 303, location: '/sign-in?entered=password&to=%2Flearning' });
    const token = tokenIn(entered) ?? '';
    expect((await call(door, world, entered.location ?? '', { token })).location).toBe('/learning');
  });

  it('says that cookies are blocked when the session does not come back, in both languages', async () => {
    const { location } = await enter({ identifier: lan.email, password: PASSWORD }, '/sign-in?to=/learning', {
      cookie: '',
    });
    expect((await call(door, world, location ?? '')).data).toMatchObject({ reason: 'cookies' });
    expect((await call(door, world, '/sign-in?entered=anything')).data).toMatchObject({ reason: null });
    expect(signInWords('vi').signIn.cookies.title).toBe('Trình duyệt đang chặn cookie');
    expect(signInWords('en').signIn.cookies.title).toBe('The browser is blocking cookies');
    // Once cookies are allowed, the same page lets in and leads to where she was going.
    const allowed = await enter({ identifier: lan.email, password: PASSWORD }, location ?? '');
    expect(allowed.location).toBe('/learning');
  });

  it('sends on who is signed in already', async () => {
    const { token } = await signInAs(database.db, lan.id, world.now);
    expect((await call(door, world, '/sign-in?to=/learning', { token })).location).toBe('/learning');
  });
});

describe('a one-time link', () => {
  const make = (personId = lan.id) => createSignInLink(world, { personId, createdById: null, validHours: 24 });

  it('says that cookies are blocked, and that it has been used, when the session does not come back', async () => {
    const token = await make();
    const form = { 'new-password': 'một mùa xuân nho nhỏ' };
    const used = await call(useLink, world, `/sign-in/link/${token}`, { params: { token }, form });
    expect(used.location).toBe('/sign-in?entered=link&to=%2F');
    expect((await call(door, world, used.location ?? '')).data).toMatchObject({ reason: 'cookiesAfterLink' });
  });

  it('is not used up by being opened, and works once', async () => {
    const token = await make();
    const params = { token };
    const opened = await call(seeLink, world, `/sign-in/link/${token}`, { params });
    expect(opened).toMatchObject({ status: 200, data: { person: { fullName: lan.fullName } } });
    const asked = { params, form: { 'new-password': '' }, cookie: KEEPS_COOKIES };
    const used = await call(useLink, world, `/sign-in/link/${token}`, asked);
    expect(used).toMatchObject({ status: 303, location: '/account' });
    expect(await readSession(world, tokenIn(used))).toMatchObject({ personId: lan.id });
    const again = await call(useLink, world, `/sign-in/link/${token}`, { params, form: { 'new-password': '' } });
    expect(again.status).toBe(410);
    expect(tokenIn(again)).toBeNull();
    expect((await call(seeLink, world, `/sign-in/link/${token}`, { params })).status).toBe(410);
  });

  it('is refused in words once its maker has lost the right, and used leaves word on her page', async () => {
    const maker = await createActor(database.db, { agencyCode: 'VN', fullName: 'Bình Hà', role: 'ADMINISTRATOR' });
    const forge = () =>
      createSignInLink(world, { personId: lan.id, createdById: maker.id, validHours: 24 }).then((token) => ({ token }));
    const first = await forge();
    const use = (params: { token: string }) =>
      call(useLink, world, `/sign-in/link/${params.token}`, { params, form: { 'new-password': '' } });
    const used = tokenIn(await use(first)) ?? '';
    expect((await call(account, world, '/account', { token: used })).data).toMatchObject({
      notices: [{ madeByName: 'Bình Hà', address: '192.0.2.1' }],
      canAcknowledge: false,
    });
    const { token } = await signInAs(database.db, lan.id, world.now);
    const seen = (await call(account, world, '/account', { token })).data as {
      notices: { id: string }[];
      canAcknowledge: boolean;
    };
    expect(seen.canAcknowledge).toBe(true);
    const form = { intent: 'acknowledge', noticeId: seen.notices[0]?.id ?? '' };
    expect((await call(changePassword, world, '/account', { token, form })).location).toBe('/account');
    expect((await call(account, world, '/account', { token })).data).toMatchObject({ notices: [] });

    const second = await forge();
    await database.db.grant.updateMany({ where: { personId: maker.id }, data: { validTo: world.now() } });
    const look = () => call(seeLink, world, `/sign-in/link/${second.token}`, { params: second });
    expect(await look()).toMatchObject({ status: 410, data: { person: null, why: 'refused' } });
    expect(await use(second)).toMatchObject({ status: 410, data: { why: 'refused' } });
    expect(await look()).toMatchObject({ status: 410, data: { why: 'gone' } });
  });

  it('is over after its hours', async () => {
    const token = await make();
    world.clock.advance(25 * 3_600_000);
    expect((await call(seeLink, world, `/sign-in/link/${token}`, { params: { token } })).status).toBe(410);
  });

  it('takes a new password with it, and refuses a weak one without being used up', async () => {
    const token = await make();
    const use = (password: string) =>
      call(useLink, world, `/sign-in/link/${token}`, {
        params: { token },
        form: { 'new-password': password },
        cookie: KEEPS_COOKIES,
      });
    expect(await use('ngắn')).toMatchObject({ status: 422, data: { fault: 'too-short' } });
    expect(await use('một hai ba bốn năm')).toMatchObject({ status: 303, location: '/' });
    expect((await enter({ identifier: lan.email, password: 'một hai ba bốn năm' })).status).toBe(303);
  });
});

describe('a person on her own page', () => {
  it('sees herself and nobody else, and a visitor is sent to the door', async () => {
    const { token } = await signInAs(database.db, lan.id, world.now);
    const answer = await call(account, world, '/account', { token });
    expect(answer.data).toMatchObject({ account: { email: lan.email, hasPassword: true } });
    expect(JSON.stringify(answer.data)).not.toContain('argon2');
    expect((await call(account, world, '/account')).location).toBe('/sign-in?to=%2Faccount');
  });

  it('changes the password: all other sessions end, this one stays', async () => {
    const here = await signInAs(database.db, lan.id, world.now);
    const elsewhere = await signInAs(database.db, lan.id, world.now);
    const change = (current: string, next: string) =>
      call(changePassword, world, '/account', {
        token: here.token,
        form: { 'current-password': current, 'new-password': next },
      });
    expect(await change('', '')).toMatchObject({ status: 422, data: { current: 'current', next: 'next' } });
    expect(await change('sai', 'năm từ dài và mới')).toMatchObject({ status: 422, data: { current: 'wrong' } });
    expect(await change(PASSWORD, 'ngắn')).toMatchObject({ status: 422, data: { next: 'too-short' } });
    expect(await change(PASSWORD, 'năm từ dài và mới')).toMatchObject({ status: 303 });
    expect(await readSession(world, here.token)).not.toBeNull();
    expect(await readSession(world, elsewhere.token)).toBeNull();
  });

  it('signs out here, or everywhere', async () => {
    const [here, elsewhere, third] = [
      await signInAs(database.db, lan.id, world.now),
      await signInAs(database.db, lan.id, world.now),
      await signInAs(database.db, lan.id, world.now),
    ];
    const answer = await call(signOut, world, '/sign-out', { token: here.token, form: {} });
    expect(answer.headers.get('Set-Cookie')).toMatch(/^__Host-truc=;.*1970/);
    expect(await readSession(world, here.token)).toBeNull();
    expect(await readSession(world, elsewhere.token)).not.toBeNull();
    await call(signOut, world, '/sign-out', { token: elsewhere.token, form: { everywhere: '1' } });
    expect(await readSession(world, third.token)).toBeNull();
  });
});

describe('language and theme', () => {
  it('are remembered for a visitor in this browser, and lead back to the page', async () => {
    const form = { locale: 'en', returnTo: '/verify?serial=x' };
    const answer = await call(prefer, world, '/preferences', { form });
    expect(answer).toMatchObject({ status: 303, location: '/verify?serial=x' });
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^locale=en; Path=\/; HttpOnly; (Secure; )?SameSite=Lax; Max-Age=/),
    ]);
  });

  it('are remembered for a person in her row', async () => {
    const { token } = await signInAs(database.db, lan.id, world.now);
    await call(prefer, world, '/preferences', { token, form: { locale: 'en', theme: 'dark', returnTo: '/account' } });
    expect(await database.db.person.findUnique({ where: { id: lan.id } })).toMatchObject({
      locale: 'en',
      theme: 'dark',
    });
  });

  it('take no unknown value and lead to no other site', async () => {
    const form = { locale: 'fr', theme: 'pink', returnTo: '//evil.example' };
    const answer = await call(prefer, world, '/preferences', { form });
    expect(answer).toMatchObject({ status: 303, location: '/' });
    expect(answer.headers.getSetCookie()).toEqual([]);
  });
});
