// oidc-provider with Xero's paths, a login page and a consent page, on loopback.
//
// `node server.mjs MODULES CONFIGURATION`: MODULES is the folder with oidc-provider in it, CONFIGURATION a
// JSON object: port, client, redirects, scopes, organisations, login {email, password}, codeSeconds.
// The sign-in itself, PKCE, rotation and the revocation of a whole grant on any reuse are oidc-provider's own;
// this file adds pages, two reads that its access tokens open, and a count of what happened (GET /told).
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'node:querystring';

const [modules, text] = process.argv.slice(2);
const { Provider } = await import(pathToFileURL(join(modules, 'oidc-provider', 'lib', 'index.js')));
const jose = await import(pathToFileURL(join(modules, 'jose', 'dist', 'webapi', 'index.js')));
const configuration = JSON.parse(text);
const issuer = `http://localhost:${configuration.port}`;
const day = 24 * 3600;
const audience = `${issuer}/resources`;
const keys = await jose.generateKeyPair('RS256', { extractable: true });

const provider = new Provider(issuer, {
  clients: [{
    client_id: configuration.client,
    client_name: 'Tillbridge under test',
    token_endpoint_auth_method: 'none',
    // 'native' would let any port of localhost pass; Xero compares the whole address.
    application_type: 'web',
    redirect_uris: configuration.redirects,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
  }],
  pkce: { required: () => true },
  features: {
    devInteractions: { enabled: false },
    revocation: { enabled: true },
    // As at Xero: access tokens are signed JWTs, and name the sign-in that they come from.
    resourceIndicators: {
      enabled: true,
      defaultResource: () => audience,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: configuration.scopes.join(' '), audience, accessTokenTTL: 1800, accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  routes: {
    authorization: '/identity/connect/authorize',
    token: '/connect/token',
    revocation: '/connect/revocation',
  },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  scopes: ['openid', 'offline_access', ...configuration.scopes],
  rotateRefreshToken: true,
  issueRefreshToken: async (ctx, client, code) => code.scopes.has('offline_access'),
  ttl: {
    AccessToken: 1800, AuthorizationCode: configuration.codeSeconds, Grant: 60 * day, IdToken: 300,
    Interaction: 3600, RefreshToken: 60 * day, Session: 3600,
  },
  extraTokenClaims: (ctx, token) => ({ authentication_event_id: token.grantId }),
  jwks: { keys: [{ ...await jose.exportJWK(keys.privateKey), alg: 'RS256', use: 'sig' }] },
  cookies: { keys: ['only for tests'] },
  findAccount: async (ctx, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
});

const told = { granted: 0, refused: [], revoked: 0, at_once: 0, most_at_once: 0 };
provider.on('grant.success', () => { told.granted += 1; });
provider.on('grant.error', (ctx, error) => { told.refused.push(`${error.message}: ${error.error_detail ?? ''}`); });
provider.on('grant.revoked', () => { told.revoked += 1; });
provider.on('server_error', (ctx, error) => { console.error(error); });

const escaped = (value) => String(value).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const page = (ctx, title, content) => {
  ctx.type = 'html';
  ctx.body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head>`
    + `<body><h1>${title}</h1>${content}</body></html>`;
};
const form = async (ctx) => {
  let body = '';
  for await (const piece of ctx.req) body += piece;
  return parse(body);
};

function loginPage(ctx, wrong) {
  page(ctx, 'Log in', `${wrong ? '<p id="wrong">Your email or password is incorrect.</p>' : ''}
    <form id="login" method="post" action="${escaped(ctx.path)}/login">
    <label>Email <input id="email" name="email" type="email" required autofocus></label>
    <label>Password <input id="password" name="password" type="password" required></label>
    <button id="log-in" type="submit">Log in</button></form>`);
}

function consentPage(ctx, details) {
  const scopes = details.params.scope.split(' ').map((scope) => `<li>${escaped(scope)}</li>`).join('');
  page(ctx, 'Allow access', `<form id="consent" method="post" action="${escaped(ctx.path)}/consent"><ul>${scopes}</ul>
    <button id="allow" type="submit" name="decision" value="allow">Allow access</button>
    <button id="cancel" type="submit" name="decision" value="cancel">Cancel</button></form>`);
}

async function consented(details) {
  const grant = details.grantId
    ? await provider.Grant.find(details.grantId)
    : new provider.Grant({ accountId: details.session.accountId, clientId: details.params.client_id });
  grant.addOIDCScope(details.params.scope);
  grant.addResourceScope(audience, configuration.scopes.join(' '));
  return { consent: { grantId: await grant.save() } };
}

async function interaction(ctx) {
  const details = await provider.interactionDetails(ctx.req, ctx.res);
  const answer = ctx.path.split('/')[3] ?? '';
  if (ctx.method === 'GET' && !answer) {
    if (details.prompt.name === 'login') loginPage(ctx, false);
    else consentPage(ctx, details);
    return;
  }
  const given = await form(ctx);
  let result;
  if (answer === 'login') {
    const { email, password } = configuration.login;
    if (given.email !== email || given.password !== password) {
      ctx.path = ctx.path.replace(/\/login$/, '');
      loginPage(ctx, true);
      return;
    }
    result = { login: { accountId: email } };
  } else if (given.decision === 'allow') {
    result = await consented(details);
  } else {
    result = { error: 'access_denied', error_description: 'the user pressed Cancel' };
  }
  await provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: answer !== 'login' });
  ctx.respond = false;
}

async function read(ctx, answer) {
  const token = (ctx.get('Authorization').match(/^Bearer (.+)$/) ?? [])[1] ?? '';
  let claims;
  try {
    ({ payload: claims } = await jose.jwtVerify(token, keys.publicKey, { issuer, audience }));
  } catch {
    claims = undefined;
  }
  if (claims && await provider.Grant.find(claims.authentication_event_id)) {
    ctx.body = answer(claims.authentication_event_id);
  } else {
    ctx.status = 401;
    ctx.body = { Title: 'Unauthorized', Status: 401 };
  }
}

const connections = (ctx, event) => (['', event].includes(ctx.query.authEventId ?? '') ? configuration.organisations : [])
  .map((one) => ({
    id: one.connection, authEventId: event, tenantId: one.tenant, tenantType: 'ORGANISATION', tenantName: one.name,
  }));
const organisation = (ctx) => {
  const one = configuration.organisations.find((each) => each.tenant === ctx.get('xero-tenant-id'));
  return {
    Organisations: one
      ? [{ OrganisationID: one.tenant, Name: one.name, CountryCode: 'AU', ShortCode: '!Tst1', BaseCurrency: 'AUD' }]
      : [],
  };
};

const pause = () => new Promise((resume) => { setTimeout(resume, 3); });
provider.use(async (ctx, next) => {
  if (ctx.path === '/told') {
    ctx.body = told;
  } else if (ctx.path.startsWith('/interaction/')) {
    await interaction(ctx);
  } else if (ctx.path === '/connections') {
    await read(ctx, (event) => connections(ctx, event));
  } else if (ctx.path === '/api.xro/2.0/Organisation') {
    await read(ctx, () => organisation(ctx));
  } else if (ctx.path.startsWith('/api.xro/2.0/')) {
    // nothing has been entered into these books yet
    await read(ctx, () => ({ [ctx.path.split('/').pop()]: [] }));
  } else if (ctx.path === '/connect/token') {
    told.at_once += 1;
    told.most_at_once = Math.max(told.most_at_once, told.at_once);
    // long enough for a second caller to be seen, if there is one
    await pause();
    try { await next(); } finally { told.at_once -= 1; }
  } else {
    // Xero asks for consent each time; here offline_access is granted only where that is asked for.
    if (ctx.path === '/identity/connect/authorize') ctx.query = { ...ctx.query, prompt: 'consent' };
    await next();
  }
});

for (const host of ['127.0.0.1', '::1']) {
  const server = provider.listen(configuration.port, host, () => console.log(`listening on ${host}`));
  server.on('error', (error) => { if (host === '127.0.0.1') throw error; });
}
