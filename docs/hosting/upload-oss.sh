#!/bin/sh
# ossutil 2
set -eu
bucket=shop
forever="public, max-age=31536000, immutable"
for folder in assets media; do
    if [ -d "build/web/$folder" ]; then
        ossutil sync "build/web/$folder/" "oss://$bucket/$folder/" --cache-control "$forever"
    fi
done
ossutil sync build/web/ "oss://$bucket/"
ossutil sync build/web/ "oss://$bucket/" --delete --force
