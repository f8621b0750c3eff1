"""Puts compute, placement and network into Keystone's catalog, or a flavor into Nova.

Usage: nova_bootstrap.py catalog KEYSTONE_V3_URL COMPUTE_URL PLACEMENT_URL NETWORK_URL
       nova_bootstrap.py flavor KEYSTONE_V3_URL COMPUTE_URL
"""

import sys

import requests

FLAVOR = {'name': 'm1.nano', 'id': 'nano', 'ram': 64, 'disk': 1, 'vcpus': 1}


def admin(keystone_url):
    domain = {'id': 'default'}
    user = {'name': 'admin', 'domain': domain, 'password': 'secret'}
    answer = requests.post(keystone_url + '/auth/tokens', timeout=60, json={'auth': {
        'identity': {'methods': ['password'], 'password': {'user': user}},
        'scope': {'project': {'name': 'admin', 'domain': domain}}}})
    answer.raise_for_status()
    session = requests.Session()
    session.headers['X-Auth-Token'] = answer.headers['X-Subject-Token']
    return session


def post(session, url, body):
    answer = session.post(url, json=body, timeout=60)
    answer.raise_for_status()
    return answer.json()


def main(what, keystone_url, compute_url, *others):
    session = admin(keystone_url)
    if what == 'flavor':
        post(session, compute_url + '/flavors', {'flavor': FLAVOR})
        return
    for kind, url in zip(('compute', 'placement', 'network'), (compute_url, *others)):
        service = post(session, keystone_url + '/services', {'service': {'type': kind, 'name': kind}})
        for interface in ('public', 'internal', 'admin'):
            post(session, keystone_url + '/endpoints', {'endpoint': {
                'service_id': service['service']['id'], 'interface': interface, 'region_id': 'RegionOne', 'url': url}})


main(*sys.argv[1:])
