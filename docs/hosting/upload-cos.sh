#!/bin/sh
# coscli 1.0 or newer; bucket: the alias of a bucket in ~/.cos.yaml
set -eu
bucket=shop
forever="Cache-Control:public, max-age=31536000, immutable"
for folder in assets media; do
    if [ -d "build/web/$folder" ]; then
        coscli sync "build/web/$folder/" "cos://$bucket/$folder/" --recursive --meta "$forever"
    fi
done
coscli sync build/web/ "cos://$bucket/" --recursive
coscli sync build/web/ "cos://$bucket/" --recursive --delete --force
