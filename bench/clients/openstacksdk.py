"""What openstacksdk does for each task, in one process: download ID FILE | upload NAME FILE | list."""
import sys

import openstack

conn = openstack.connect()
task, *args = sys.argv[1:]
if task == 'download':
    conn.image.download_image(args[0], stream=True, output=args[1])
elif task == 'upload':
    conn.image.create_image(args[0], filename=args[1], disk_format='raw', container_format='bare')
elif task == 'list':
    print(sum(1 for _ in conn.image.images(limit=1000)))
