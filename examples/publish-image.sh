#!/bin/sh
# Publishes an image from CI, and retires what it takes the place of:
#
#   publish-image.sh NAME FILE VERSION [PROJECT…]
#
# The newest image is the one that is called NAME. Those before it are called NAME-VERSION, are hidden from lists, and
# the last two of them are kept. The projects are given the image. OSTK names the program, `ostk` by default; the cloud
# is the one that OS_CLOUD names.
set -eu

name=$1 file=$2 version=$3
shift 3
ostk=${OSTK:-ostk}

# Under another name until it is whole: who looks for NAME always finds an image that can be booted.
new=$($ostk image create "$name-$version" --file "$file" --private \
  --property os_distro=debian --property "os_version=$version" --property "build=${CI_JOB_ID:-local}" \
  --tag published --tag "$name" -f value -c id)
# Whatever goes wrong from here on: an image that is not published is not left behind.
trap 'if [ -n "$new" ]; then $ostk image delete "$new"; fi' EXIT

# What is published is what was built.
$ostk image verify "$file" "$new" --quiet >/dev/null

if [ $# -gt 0 ]; then
  $ostk image share "$new" "$@" >/dev/null
fi

# This project's image that has the name now goes back to the name that it was published under.
project=$($ostk token issue -f value -c project_id)
olds=$($ostk image list --project "$project" --name "$name" --tag published -f value -c ID)
for old in $olds; do
  properties=$($ostk image show "$old" -f json -c properties)
  was=$(echo "$properties" | sed -n 's/.*"os_version": "\(.*\)".*/\1/p')
  $ostk image set "$old" --name "$name-$was" --hidden --tag retired
done
$ostk image set "$new" --name "$name" --protected
published=$new new=

# Two retired ones are left, for those who have to go back.
$ostk image cleanup --name "$name-*" --tag retired --include-hidden --unprotect --keep 2 --yes -f value -c Name >&2

echo "$published"
