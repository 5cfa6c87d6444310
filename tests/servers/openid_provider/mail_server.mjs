// oidc-provider standing where Microsoft's sign-in for mail does: by https, below `/TENANT/v2.0`.
//
// `node mail_server.mjs MODULES CONFIGURATION`: MODULES is the folder with oidc-provider in it, CONFIGURATION a
// JSON object: port, tenant, chain and key (PEM files), confidential {id, secret}, public (a client id),
// redirects, scopes, account {name, address}. Its login and consent pages are oidc-provider's own.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, text] = process.argv.slice(2);
const { Provider } = await import(pathToFileURL(join(modules, 'oidc-provider', 'lib', 'index.js')));
const jose = await import(pathToFileURL(join(modules, 'jose', 'dist', 'webapi', 'index.js')));
const configuration = JSON.parse(text);
const prefix = `/${configuration.tenant}/v2.0`;
const keys = await jose.generateKeyPair('RS256', { extractable: true });
const device = 'urn:ietf:params:oauth:grant-type:device_code';

const provider = new Provider(`https://localhost:${configuration.port}${prefix}`, {
  clients: [
    {
      client_id: configuration.confidential.id,
      client_secret: configuration.confidential.secret,
      token_endpoint_auth_method: 'client_secret_post',
      application_type: 'native',
      redirect_uris: configuration.redirects,
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      response_types: ['code'],
    },
    {
      client_id: configuration.public,
      token_endpoint_auth_method: 'none',
      application_type: 'native',
      redirect_uris: configuration.redirects,
      grant_types: ['authorization_code', 'refresh_token', device],
      response_types: ['code'],
    },
  ],
  pkce: { required: () => true },
  features: {
    devInteractions: { enabled: true },
    revocation: { enabled: true },
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
  },
  scopes: ['openid', 'offline_access', ...configuration.scopes],
  claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email'] },
  conformIdTokenClaims: false,
  rotateRefreshToken: true,
  issueRefreshToken: async (ctx, client) => client.grantTypeAllowed('refresh_token'),
  jwks: { keys: [{ ...await jose.exportJWK(keys.privateKey), alg: 'RS256', use: 'sig' }] },
  cookies: { keys: ['only for tests'] },
  findAccount: async (ctx, id) => ({
    accountId: id,
    claims: async () => ({
      sub: id,
      name: configuration.account.name,
      preferred_username: configuration.account.address,
      email: configuration.account.address,
    }),
  }),
});
provider.on('server_error', (ctx, error) => { console.error(error); });
provider.on('grant.error', (ctx, error) => { console.error(error.message, error.error_description, error.error_detail); });
provider.on('authorization.error', (ctx, error) => { console.error(error.message, error.error_description); });

const answer = provider.callback();
const tls = { cert: readFileSync(configuration.chain), key: readFileSync(configuration.key) };
createServer(tls, (request, response) => {
  if (!request.url.startsWith(prefix)) {
    response.writeHead(400, { 'Content-Type': 'application/json' });
    response.end('{"error": "invalid_tenant", "error_description": "AADSTS90002: Tenant not found."}');
    return;
  }
  // Microsoft asks for consent by itself; here offline_access is granted only where that is asked for.
  const asks = request.url.startsWith(`${prefix}/auth?`) && !request.url.includes('prompt=');
  if (asks) request.url += '&prompt=consent';
  request.originalUrl = request.url;
  request.url = request.url.slice(prefix.length) || '/';
  answer(request, response);
}).listen(configuration.port, '127.0.0.1', () => console.log('listening'));
