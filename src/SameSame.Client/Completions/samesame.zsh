# samesame completion zsh >> ~/.zshrc, behind compinit
_samesame() {
    local line="${LBUFFER#* }"
    local -a found
    found=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
    compadd -a found || _files
}
compdef _samesame samesame
