# samesame completion fish > ~/.config/fish/completions/samesame.fish
function __samesame_complete
    set -l line (commandline -cp | string replace -r '^\S+\s?' '')
    samesame "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
end
complete -c samesame -a '(__samesame_complete)'
