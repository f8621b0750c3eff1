"""Resolves the configurations of a corpus with openstacksdk: JSON on stdin, JSON on stdout.

Each configuration is a directory with `home` and `cwd`, environment variables and arguments.
"""

import importlib
import json
import os
import sys
import warnings

warnings.simplefilter('ignore')

from openstack.config import loader  # noqa: E402
from openstack.config import vendors  # noqa: E402

# How often openstacksdk asks Glance again by default; the number is each library's own affair.
DEFAULT_RETRIES = {'image': '5'}
SERVICES = ('identity', 'image', 'compute')


def text(value):
    """A value as text, as it would be sent."""
    if value is None or value == '':
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def items(value):
    if value is None:
        return []
    return [text(item) for item in value] if isinstance(value, (list, tuple)) else [text(value)]


def retries(region, name):
    value = text(region.get_status_code_retries(name))
    return None if value == DEFAULT_RETRIES.get(name) else value


def interfaces(value):
    # keystoneauth takes internalURL for internal.
    return [name[:-3] if name.endswith('URL') else name for name in items(value)]


def service(region, name):
    return {
        'endpoint': text(region._get_config('endpoint_override', name) or region._get_config('endpoint', name)),
        'interface': interfaces(region.get_interface(name)),
        'region': text(region.get_region_name(name)),
        'type': text(region.get_service_type(name)),
        'name': text(region.get_service_name(name)),
        'connect_retries': text(region.get_connect_retries(name)),
        'status_code_retries': retries(region, name),
        'microversion': text(region._get_version_request(name, None).default_microversion),
    }


def auth(config):
    values = {key.replace('-', '_'): value for key, value in config['auth'].items()}
    # What stands for a domain that is not given: the plugins fill it in when they sign in.
    for suffix in ('id', 'name'):
        default = values.pop('default_domain_' + suffix, None)
        for kind in ('user', 'project'):
            own = [values.get('%s_domain_%s' % (kind, part)) for part in ('id', 'name')]
            if default and not any(own):
                values['%s_domain_%s' % (kind, suffix)] = default
    return {key: text(value) for key, value in values.items() if text(value) not in (None, 'false')}


def resolve(case):
    os.environ.clear()
    os.environ.update(case['env'])
    os.chdir(case['cwd'])
    importlib.reload(loader)
    vendors._VENDOR_DEFAULTS.clear()
    arguments = dict(case['arguments'])
    region = loader.OpenStackConfig().get_one(arguments.pop('cloud', None), **arguments)
    verify, cert = region.get_requests_verify_args()
    pair = cert if isinstance(cert, tuple) else (cert, None)
    return {
        'name': text(region.name),
        'region': text(region.config['region_name']),
        'auth_type': text(region.config['auth_type']),
        'auth': auth(region.config),
        'verify': text(bool(verify)),
        'cacert': verify if isinstance(verify, str) else None,
        'cert': text(pair[0]),
        'key': text(pair[1]),
        'timeout': '%g' % float(region.config['api_timeout']) if region.config.get('api_timeout') else None,
        **{name: service(region, name) for name in SERVICES},
    }


def attempt(case):
    try:
        return {'config': resolve(case)}
    except (Exception, SystemExit) as error:
        return {'error': '%s: %s' % (type(error).__name__, error)}


json.dump([attempt(case) for case in json.load(sys.stdin)], sys.stdout)
