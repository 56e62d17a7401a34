// Decides the requests of a file with Cedar and with casbin, on the same rules, and says what each answered and what CPU it took.
// In: node peers.mjs FILE, a JSON document { reviewBy, tiers, rules, conflicts, requests } of bench/Broker.Bench/Policies/PeerFile.cs.
// Out: one line of JSON, { cedar, casbin }, each { version, answers, nanoseconds }; answers has a 1 for a permit and a 0 for a refusal.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { newEnforcer, newModelFromString } from 'casbin';

const input = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const publicTier = input.tiers.find((tier) => tier.audience.anyone);
const text = (value) => JSON.stringify(value);
const list = (values) => `[${values.map(text).join(', ')}]`;

// The best of several rounds, in nanoseconds of user and system time for one decision.
function measure(decide, requests) {
  const answers = requests.map((request) => (decide(request) ? '1' : '0')).join('');
  let best = Infinity;
  const end = process.hrtime.bigint() + 4_000_000_000n;
  for (let round = 0; round < 9 && (round < 2 || process.hrtime.bigint() < end); round++) {
    const before = process.cpuUsage();
    for (const request of requests) decide(request);
    const spent = process.cpuUsage(before);
    best = Math.min(best, ((spent.user + spent.system) * 1000) / requests.length);
  }
  return { answers, nanoseconds: best };
}

// ---- Cedar: one policy a rule; membership, terms and affiliation are written out in its condition.

function cedarMember({ states, organisations, role }) {
  const holds = role === null ? [] : [`principal has role && principal.role == ${text(role)}`];
  if (states.length > 0) {
    holds.push(`principal has state && !(principal has organisation) && ${list(states.map((s) => s.state))}.contains(principal.state)`);
    for (const s of states.filter((s) => s.first > 0 || s.last < 99991231)) {
      holds.push(`(principal.state != ${text(s.state)} || (context.day >= ${s.first} && context.day <= ${s.last}))`);
    }
  } else {
    holds.push(`principal has organisation && !(principal has state) && ${list(organisations)}.contains(principal.organisation)`);
  }
  return holds.join(' && ');
}

function cedarAffiliated(conflict) {
  return `(context.day >= ${conflict.since} && ((principal has state && ${list(conflict.states)}.contains(principal.state)) || principal.actors.containsAny(${list(conflict.actors)})))`;
}

function cedarCaught({ kind, values }) {
  switch (kind) {
    case 'Anyone': return 'true';
    case 'States': return `(principal has state && ${list(values)}.contains(principal.state))`;
    case 'Organisations': return `(principal has organisation && ${list(values)}.contains(principal.organisation))`;
    case 'Roles': return `(principal has role && ${list(values)}.contains(principal.role))`;
    case 'Actors': return `principal.actors.containsAny(${list(values)})`;
    case 'AffiliatedWithConflicts': return `(${input.conflicts.map(cedarAffiliated).join(' || ') || 'false'})`;
    default: throw new Error('a condition of no known kind');
  }
}

function cedarPolicies() {
  const timely = `context.day <= ${input.reviewBy}`;
  const policies = { public: `permit(principal, action, resource == Tier::${text(publicTier.name)}) when { ${timely} };` };
  for (const rule of input.rules) {
    const purpose = rule.purposes.length === 0 ? [] : [`${list(rule.purposes)}.contains(context.purpose)`];
    const tiers = rule.tiers.map((name) => input.tiers.find((tier) => tier.name === name));
    if (rule.forbid) {
      const scope = tiers.length === 1 ? `resource == Tier::${text(tiers[0].name)}` : 'resource';
      const among = tiers.length === 1 ? [] : [`[${tiers.map((t) => `Tier::${text(t.name)}`).join(', ')}].contains(resource)`];
      policies[rule.id] = `forbid(principal, action, ${scope}) when { ${[...among, ...purpose, cedarCaught(rule.condition)].join(' && ')} };`;
    } else {
      if (tiers.length !== 1) throw new Error('a permit of one tier is expected here');
      policies[rule.id] = `permit(principal, action, resource == Tier::${text(tiers[0].name)}) when { ${[timely, ...purpose, cedarMember(tiers[0].audience)].join(' && ')} };`;
    }
  }
  return policies;
}

const schema = `
entity Tier;
entity Requester = { state?: String, organisation?: String, role?: String, actors: Set<String> };
action release appliesTo { principal: Requester, resource: Tier, context: { purpose: String, day: Long } };`;

function ofCedar() {
  for (const answer of [cedar.preparseSchema('schema', schema), cedar.preparsePolicySet('policies', { staticPolicies: cedarPolicies() })]) {
    if (answer.type !== 'success') throw new Error(JSON.stringify(answer));
  }
  const uid = { type: 'Requester', id: 'requester' };
  const calls = input.requests.map(({ tier, purpose, day, actors, ...facts }) => ({
    principal: uid,
    action: { type: 'Action', id: 'release' },
    resource: { type: 'Tier', id: tier },
    context: { purpose, day },
    preparsedSchemaName: 'schema',
    preparsedPolicySetId: 'policies',
    validateRequest: false,
    entities: [{ uid, attrs: { actors, ...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null)) }, parents: [] }],
  }));
  const decide = (call) => {
    const answer = cedar.statefulIsAuthorized(call);
    if (answer.type !== 'success' || answer.response.diagnostics.errors.length > 0) throw new Error(JSON.stringify(answer));
    return answer.response.decision === 'allow';
  };
  return { version: cedar.getCedarVersion(), ...measure(decide, calls) };
}

// ---- casbin: one line of policy a rule, its condition for eval(); sets are two functions, because its language has none.

const model = `[request_definition]
r = sub, tier, purpose, day
[policy_definition]
p = tier, cond, eft
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = (p.tier == r.tier || (p.tier == "any" && r.tier != "${publicTier.name}")) && eval(p.cond)`;

const among = (fact, values) => `among(r.sub.${fact}, ${values.map(text).join(', ')})`;

function casbinMember({ states, organisations, role }) {
  const holds = role === null ? [] : [`r.sub.role == ${text(role)}`];
  if (states.length > 0) {
    holds.push('r.sub.organisation == ""', among('state', states.map((s) => s.state)));
    for (const s of states.filter((s) => s.first > 0 || s.last < 99991231)) {
      holds.push(`(r.sub.state != ${text(s.state)} || (r.day >= ${s.first} && r.day <= ${s.last}))`);
    }
  } else {
    holds.push('r.sub.state == ""', among('organisation', organisations));
  }
  return holds.join(' && ');
}

function casbinCaught({ kind, values }) {
  const fact = { States: 'state', Organisations: 'organisation', Roles: 'role' }[kind];
  if (fact) return among(fact, values);
  if (kind === 'Anyone') return 'true';
  if (kind === 'Actors') return `overlaps(r.sub.actors, ${values.map(text).join(', ')})`;
  return `(${input.conflicts.map((c) => `(r.day >= ${c.since} && (${among('state', c.states)} || overlaps(r.sub.actors, ${c.actors.map(text).join(', ')})))`).join(' || ') || 'false'})`;
}

async function ofCasbin() {
  const enforcer = await newEnforcer(newModelFromString(model));
  enforcer.addFunction('among', (fact, ...values) => values.includes(fact));
  enforcer.addFunction('overlaps', (facts, ...values) => facts.some((fact) => values.includes(fact)));
  const closed = input.tiers.filter((tier) => tier !== publicTier).length;
  await enforcer.addPolicy(publicTier.name, `r.day <= ${input.reviewBy}`, 'allow');
  for (const rule of input.rules) {
    const purpose = rule.purposes.length === 0 ? [] : [`among(r.purpose, ${rule.purposes.map(text).join(', ')})`];
    const conditions = rule.forbid
      ? [...purpose, casbinCaught(rule.condition)]
      : [`r.day <= ${input.reviewBy}`, ...purpose, casbinMember(input.tiers.find((tier) => tier.name === rule.tiers[0]).audience)];
    if (rule.tiers.length !== 1 && rule.tiers.length !== closed) throw new Error('a rule of one tier or of all closed ones is expected here');
    await enforcer.addPolicy(rule.tiers.length === 1 ? rule.tiers[0] : 'any', conditions.join(' && '), rule.forbid ? 'deny' : 'allow');
  }
  const calls = input.requests.map(({ tier, purpose, day, state, organisation, role, actors }) => [
    { state: state ?? '', organisation: organisation ?? '', role: role ?? '', actors }, tier, purpose, day,
  ]);
  const version = createRequire(import.meta.url)('casbin/package.json').version;
  return { version, ...measure((call) => enforcer.enforceSync(...call), calls) };
}

console.log(JSON.stringify({ cedar: ofCedar(), casbin: await ofCasbin() }));
